import type { MemberId, MessageRecord, Sequence } from '@confab/protocol'
import { SEARCH_LENGTH_MAX, SEARCH_LOOKED_AT_MAX } from '../limits.ts'
import { fold } from './fold.ts'
import { isMatch } from './matching.ts'
import {
  addAll,
  decodePlaces,
  keepCommon,
  noPlaces,
  placesDown,
  SEGMENT_PLACES,
  segmentOf,
} from './postings.ts'
import { isEmptyQuery, type SearchQuery } from './query.ts'
import { termGroups } from './terms.ts'

/** What a search asks of a store. Every answer is of one snapshot. */
export type Question =
  /** All members of the room, by name. */
  | { ask: 'members' }
  /** What is indexed of the room up to a segment. */
  | { ask: 'segments'; upTo: number }
  /** The postings of these terms in segments `from` to `to`; a segment without a term of every group may be left out. */
  | { ask: 'postings'; groups: readonly string[][]; from: number; to: number }
  /** Messages by their places. */
  | { ask: 'messages'; sequences: readonly Sequence[] }
  /** The last messages placed at `from` or above, and below `before`. */
  | { ask: 'stretch'; from: Sequence; before: Sequence; limit: number }

type NamedMember = { memberId: MemberId; name: string }
/** A segment of the index, and the time it covers. */
export type SegmentTime = { segment: number; fromAt: number; toAt: number }
/** The postings of one term in one segment. */
export type PostingRow = { term: string; segment: number; postings: Uint8Array }

/** Messages that were found, the newest first. `next`: where to go on with `before`; null when there is nothing more. */
export type FoundMessages = { messages: MessageRecord[]; next: Sequence | null }

/** A search under way: it asks, and goes on with the answer. */
export type Searching = Generator<Question, FoundMessages, unknown>

/** Segments whose postings are read at once: few first, for what is common is found there. */
const WINDOW_FIRST = 8
const WINDOW_GROWTH = 4
const WINDOW_MAX = 512

/** Messages read at once. */
const STRETCH = 256

function* asked<Answer>(question: Question): Generator<Question, Answer, unknown> {
  return (yield question) as Answer
}

/**
 * Looks for messages from the newest on. What is indexed is found by terms, what is not yet by looking at it; either way every message is
 * looked at itself before it counts. A search costs only so much: past it the answer says where to go on.
 */
export function* searching(
  query: SearchQuery,
  head: Sequence,
  before: Sequence | null,
  limit: number,
): Searching {
  if (isEmptyQuery(query)) return { messages: [], next: null }
  const top = Math.min(before ?? head + 1, head + 1)
  const authors = query.from ? yield* authorsOf(query.from) : null
  if (authors?.size === 0) return { messages: [], next: null }
  const groups = termGroups(query, authors)
  const times = new Map(
    (yield* asked<SegmentTime[]>({ ask: 'segments', upTo: segmentOf(top) })).map((time) => [
      time.segment,
      time,
    ]),
  )
  const found: MessageRecord[] = []
  let [lookedAt, length] = [0, 0]
  const isSpent = () => lookedAt >= SEARCH_LOOKED_AT_MAX || length >= SEARCH_LENGTH_MAX
  /** Takes messages in falling order; answers whether there are enough. */
  const take = (messages: readonly MessageRecord[]) => {
    for (const message of messages) {
      lookedAt += 1
      length += message.body.length
      if (isMatch(query, authors, message)) found.push(message)
      if (found.length > limit) return true
    }
    return false
  }
  const full = (): FoundMessages => {
    const messages = found.slice(0, limit)
    return { messages, next: messages.at(-1)?.sequence ?? null }
  }
  const isMeant = ({ fromAt, toAt }: SegmentTime) =>
    (query.before === null || fromAt < query.before) && (query.after === null || toAt >= query.after)

  let window = WINDOW_FIRST
  for (let segment = segmentOf(top - 1); segment >= 0; ) {
    const time = times.get(segment)
    const ceiling = Math.min(top, (segment + 1) * SEGMENT_PLACES)
    if (time && !isMeant(time)) {
      // Older than what is asked for: so is everything below.
      if (query.after !== null && time.toAt < query.after) break
      segment -= 1
    } else if (!time || groups.length === 0) {
      for (let below = ceiling; below > segment * SEGMENT_PLACES; ) {
        const from = segment * SEGMENT_PLACES
        const messages = yield* asked<MessageRecord[]>({
          ask: 'stretch',
          from,
          before: below,
          limit: STRETCH,
        })
        if (take(messages)) return full()
        const last = messages.at(-1)
        if (last && query.after !== null && last.postedAt < query.after)
          return { messages: found, next: null }
        below = messages.length < STRETCH || !last ? from : last.sequence
        if (isSpent() && below > 0) return { messages: found, next: below }
      }
      segment -= 1
    } else {
      const to = segment
      while (to - segment + 1 < window) {
        const further = times.get(segment - 1)
        if (!further || !isMeant(further)) break
        segment -= 1
      }
      window = Math.min(window * WINDOW_GROWTH, WINDOW_MAX)
      const candidates = (yield* candidatesIn(groups, segment, to)).filter((sequence) => sequence < top)
      for (let from = 0, step = limit + 8; from < candidates.length; from += step, step = STRETCH) {
        const sequences = candidates.slice(from, from + step)
        if (take(yield* asked<MessageRecord[]>({ ask: 'messages', sequences }))) return full()
        const last = sequences.at(-1) ?? 0
        if (isSpent()) return { messages: found, next: last }
      }
      segment -= 1
    }
  }
  return { messages: found, next: null }
}

/** Whom a name means: those who have it, else those whose name begins with it. */
function* authorsOf(from: NonNullable<SearchQuery['from']>): Generator<Question, Set<MemberId>, unknown> {
  if ('memberId' in from) return new Set([from.memberId])
  const members = yield* asked<NamedMember[]>({ ask: 'members' })
  const folded = members.map(({ memberId, name }) => ({ memberId, name: fold(name) }))
  const same = folded.filter(({ name }) => name === from.name)
  const meant = same.length > 0 ? same : folded.filter(({ name }) => name.startsWith(from.name))
  return new Set(meant.map(({ memberId }) => memberId))
}

/** Places in these segments that have a term of every group, in falling order. */
function* candidatesIn(
  groups: readonly string[][],
  from: number,
  to: number,
): Generator<Question, Sequence[], unknown> {
  const rows = yield* asked<PostingRow[]>({ ask: 'postings', groups, from, to })
  const ofTerm = new Map<string, Map<number, Uint8Array>>()
  for (const { term, segment, postings } of rows) {
    const segments = ofTerm.get(term) ?? new Map<number, Uint8Array>()
    ofTerm.set(term, segments.set(segment, postings))
  }
  const candidates: Sequence[] = []
  for (let segment = to; segment >= from; segment--) {
    const places = placesOf(groups, ofTerm, segment)
    if (!places) continue
    for (const place of placesDown(places)) candidates.push(segment * SEGMENT_PLACES + place)
  }
  return candidates
}

function placesOf(
  groups: readonly string[][],
  ofTerm: ReadonlyMap<string, ReadonlyMap<number, Uint8Array>>,
  segment: number,
) {
  const encoded = groups.map((terms) => terms.flatMap((term) => ofTerm.get(term)?.get(segment) ?? []))
  if (encoded.some((postings) => postings.length === 0)) return null
  const [first, ...others] = encoded.map((postings) => {
    const places = noPlaces()
    for (const bytes of postings) addAll(places, decodePlaces(bytes))
    return places
  })
  if (first) for (const other of others) keepCommon(first, other)
  return first ?? null
}

/** Runs a search where questions are answered at once. */
export function runNow(search: Searching, answer: (question: Question) => unknown): FoundMessages {
  for (let step = search.next(); ; ) {
    if (step.done) return step.value
    step = search.next(answer(step.value))
  }
}

/** Runs a search where answers take their time. */
export async function runLater(
  search: Searching,
  answer: (question: Question) => Promise<unknown>,
): Promise<FoundMessages> {
  for (let step = search.next(); ; ) {
    if (step.done) return step.value
    step = search.next(await answer(step.value))
  }
}
