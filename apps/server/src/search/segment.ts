import type { Sequence } from '@confab/protocol'
import { encodePlaces, SEGMENT_PLACES, segmentOf } from './postings.ts'
import { eachTerm, type Indexed } from './terms.ts'

/** A stretch of history as the index keeps it: when its first and last message were posted, and for each term who has it. */
export type Segment = {
  segment: number
  fromAt: number
  toAt: number
  terms: string[]
  postings: Uint8Array[]
}

/** A message as it is indexed. */
export type IndexedMessage = Indexed & { sequence: Sequence; postedAt: number }

/** Indexes the messages of one segment, given in the order of their places. */
export function buildSegment(segment: number, messages: readonly IndexedMessage[]): Segment {
  const lists = new Map<string, number[]>()
  for (const message of messages) {
    const place = message.sequence - segment * SEGMENT_PLACES
    eachTerm(message, (term) => {
      const places = lists.get(term)
      if (!places) lists.set(term, [place])
      else if (places.at(-1) !== place) places.push(place)
    })
  }
  const terms = [...lists.keys()].sort()
  return {
    segment,
    fromAt: messages[0]?.postedAt ?? 0,
    toAt: messages.at(-1)?.postedAt ?? 0,
    terms,
    postings: terms.map((term) => encodePlaces(lists.get(term) ?? []) ?? new Uint8Array()),
  }
}

/** What changes in the index when a message does: terms it has no more, and new ones. */
export function changedTerms(before: Indexed, after: Indexed): { term: string; isIn: boolean }[] {
  const old = new Set<string>()
  const now = new Set<string>()
  eachTerm(before, (term) => old.add(term))
  eachTerm(after, (term) => now.add(term))
  return [
    ...[...old].filter((term) => !now.has(term)).map((term) => ({ term, isIn: false })),
    ...[...now].filter((term) => !old.has(term)).map((term) => ({ term, isIn: true })),
  ]
}

/** Which places of a room have messages at most: those in (after, head]. What is placed up to `after` is erased. */
export type Places = { after: Sequence; head: Sequence }

/** The newest segment of a room that is full, of which nothing is erased and which is not among those indexed; null when there is none. */
export function nextToIndex({ after, head }: Places, indexed: ReadonlySet<number>): number | null {
  const lowest = after === 0 ? 0 : segmentOf(after) + 1
  for (let segment = segmentOf(head + 1) - 1; segment >= lowest; segment--)
    if (!indexed.has(segment)) return segment
  return null
}
