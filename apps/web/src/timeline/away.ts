import type { Timeline } from '@confab/client'
import { type MemberId, type MessageId, mentionsIn, type Sequence } from '@confab/protocol'

/** So long after the first of it what is new is worth a summary, in milliseconds. */
const AWAY_MS = 60 * 60 * 1000

/** So much of it, too: less is read sooner than a summary. */
const AWAY_MESSAGES_MIN = 5

/** What others wrote behind a place, as far as a window of the history shows it. */
export type News = {
  count: number
  mentionCount: number
  pinnedCount: number
  /** Who wrote, those who wrote most first. */
  authors: readonly string[]
  /** When the first of it was posted, as far as is known. */
  since: number | null
  /** The window begins behind the place: there is more, and the first is not known. */
  isCutBefore: boolean
  /** The window ends before the newest message: there is more. */
  isCutAfter: boolean
}

/** Sums up what those who are heard wrote behind a place, for `me`. */
export function newsOf(
  timeline: Timeline,
  after: Sequence,
  me: MemberId | null,
  pins: readonly MessageId[],
  isHeard: (memberId: MemberId) => boolean,
): News {
  const messages = timeline.records.filter(
    (record) =>
      record.kind === 'message' &&
      record.sequence > after &&
      isHeard(record.authorId) &&
      record.deletedAt === undefined,
  )
  const said = new Map<MemberId, { name: string; count: number }>()
  let mentionCount = 0
  let pinnedCount = 0
  let since: number | null = null
  for (const record of messages) {
    if (record.kind !== 'message') continue
    since ??= record.postedAt
    const { count } = said.get(record.authorId) ?? { count: 0 }
    said.set(record.authorId, { name: record.authorName, count: count + 1 })
    if (me !== null && mentionsIn(record.body).includes(me)) mentionCount += 1
    if (pins.includes(record.messageId)) pinnedCount += 1
  }
  return {
    count: messages.length,
    mentionCount,
    pinnedCount,
    authors: [...said.values()].sort((a, b) => b.count - a.count).map(({ name }) => name),
    since,
    isCutBefore: timeline.from > after,
    isCutAfter: timeline.hasNewer,
  }
}

/** Whether somebody was away for so long, and missed so much, that a summary helps. */
export function isAway(since: number | null, count: number, now: number): boolean {
  return since !== null && now - since >= AWAY_MS && count >= AWAY_MESSAGES_MIN
}
