import type { MemberId, Sequence } from '@confab/protocol'
import type { Searched } from './matching.ts'

/** Terms of which one at least must be a message's. */
export type Group = readonly string[]

/** What a search asks of a store. Every answer is of one snapshot. */
export type Question =
  /** All members of the room, by name. */
  | { ask: 'members' }
  /** What is indexed of the room up to a segment. */
  | { ask: 'segments'; upTo: number }
  /** The postings of these terms in these segments; a segment without a term of every group may be left out. */
  | { ask: 'postings'; groups: readonly Group[]; segments: readonly number[] }
  /** Messages by their places, as far as they are looked at. */
  | { ask: 'messages'; sequences: readonly Sequence[] }
  /** The whole records of messages at these places. */
  | { ask: 'records'; sequences: readonly Sequence[] }
  /** The last messages placed at `from` or above, and below `before`. */
  | { ask: 'stretch'; from: Sequence; before: Sequence; limit: number }

/** A message as far as it is looked at. `files` is whatever tells whether it has some. */
export type Looked = Searched & { sequence: Sequence }

/** A member by name. */
export type NamedMember = { memberId: MemberId; name: string }
/** A segment of the index, and the time it covers. */
export type SegmentTime = { segment: number; fromAt: number; toAt: number }
/** The postings of one term in one segment. */
export type PostingRow = { term: string; segment: number; postings: Uint8Array }

/** Asks, and goes on with the answer. */
export function* asked<Answer>(question: Question): Generator<Question, Answer, unknown> {
  return (yield question) as Answer
}
