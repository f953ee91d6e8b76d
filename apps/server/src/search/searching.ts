import type { MemberId, MessageRecord, Sequence } from '@confab/protocol'
import { SEARCH_LENGTH_MAX, SEARCH_LOOKED_AT_MAX } from '../limits.ts'
import { Candidates } from './candidates.ts'
import { fold } from './fold.ts'
import { isMatch } from './matching.ts'
import { SEGMENT_PLACES, segmentOf } from './postings.ts'
import { isEmptyQuery, type SearchQuery } from './query.ts'
import { asked, type Looked, type NamedMember, type Question, type SegmentTime } from './question.ts'
import type { Places } from './segment.ts'
import { termGroups } from './terms.ts'

/** Messages that were found, the newest first. `next`: where to go on with `before`; null when there is nothing more. */
export type FoundMessages = { messages: MessageRecord[]; next: Sequence | null }

/** A search under way: it asks, and goes on with the answer. */
export type Searching = Generator<Question, FoundMessages, unknown>

/** Segments whose postings are read at once: few first, for what is common is found there. */
const WINDOW_FIRST = 16
const WINDOW_GROWTH = 8
const WINDOW_MAX = 512

/** What looking at a message somewhere costs, beside looking at one in a stretch. */
const APART_COST = 3

/** Messages read at once. */
const STRETCH = 256

/**
 * Looks for messages from the newest on. What is indexed is found by terms, what is not yet by looking at it; either way every message is
 * looked at itself before it counts. A search costs only so much: past it the answer says where to go on.
 */
export function* searching(
  query: SearchQuery,
  places: Places,
  before: Sequence | null,
  limit: number,
): Searching {
  const { sequences, next } = yield* placesMeant(query, places, before, limit)
  const messages = sequences.length > 0 ? yield* asked<MessageRecord[]>({ ask: 'records', sequences }) : []
  return { messages, next }
}

type Meant = { sequences: Sequence[]; next: Sequence | null }

const NONE: Meant = { sequences: [], next: null }

function* placesMeant(
  query: SearchQuery,
  { after, head }: Places,
  before: Sequence | null,
  limit: number,
): Generator<Question, Meant, unknown> {
  if (isEmptyQuery(query)) return NONE
  const top = Math.min(before ?? head + 1, head + 1)
  const authors = query.from ? yield* authorsOf(query.from) : null
  if (authors?.size === 0) return NONE
  const groups = termGroups(query, authors)
  const candidates = new Candidates(groups)
  const times = new Map(
    (yield* asked<SegmentTime[]>({ ask: 'segments', upTo: segmentOf(top) })).map((time) => [
      time.segment,
      time,
    ]),
  )
  const found: Sequence[] = []
  let [lookedAt, length] = [0, 0]
  const isSpent = () => lookedAt >= SEARCH_LOOKED_AT_MAX || length >= SEARCH_LENGTH_MAX
  /** Takes messages in falling order; answers whether there are enough. */
  const take = (messages: readonly Looked[], cost: number) => {
    for (const message of messages) {
      lookedAt += cost
      length += message.body.length
      if (isMatch(query, authors, message)) found.push(message.sequence)
      if (found.length > limit) return true
    }
    return false
  }
  const full = (): Meant => ({ sequences: found.slice(0, limit), next: found[limit - 1] ?? null })
  const isMeant = ({ fromAt, toAt }: SegmentTime) =>
    (query.before === null || fromAt < query.before) && (query.after === null || toAt >= query.after)

  let window = WINDOW_FIRST
  for (let segment = segmentOf(top - 1); segment >= segmentOf(after + 1); ) {
    const time = times.get(segment)
    const ceiling = Math.min(top, (segment + 1) * SEGMENT_PLACES)
    if (time && !isMeant(time)) {
      // Older than what is asked for: so is everything below.
      if (query.after !== null && time.toAt < query.after) break
      segment -= 1
    } else if (!time || groups.length === 0) {
      const from = Math.max(segment * SEGMENT_PLACES, after + 1)
      for (let below = ceiling; below > from; ) {
        const messages = yield* asked<Looked[]>({
          ask: 'stretch',
          from,
          before: below,
          limit: STRETCH,
        })
        if (take(messages, 1)) return full()
        const last = messages.at(-1)
        if (last && query.after !== null && last.postedAt < query.after)
          return { sequences: found, next: null }
        below = messages.length < STRETCH || !last ? from : last.sequence
        if (isSpent() && below > after + 1) return { sequences: found, next: below }
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
      const places = (yield* candidates.within(segment, to)).filter(
        (sequence) => sequence > after && sequence < top,
      )
      for (let from = 0, step = limit + 8; from < places.length; from += step, step = STRETCH) {
        const sequences = places.slice(from, from + step)
        if (take(yield* asked<Looked[]>({ ask: 'messages', sequences }), APART_COST)) return full()
        const last = sequences.at(-1) ?? 0
        if (isSpent()) return { sequences: found, next: last }
      }
      segment -= 1
    }
  }
  return { sequences: found, next: null }
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
