import type { Timeline } from '@confab/client'
import { type MemberId, mentionsIn, type Sequence } from '@confab/protocol'

/** What others wrote above a place, as far as this timeline knows. */
export type Unread = {
  count: number
  /** The place lies outside the window: the first of them may not be in it. */
  isOutside: boolean
}

/** Counts what those who are heard wrote above `lastRead`. A place of 0 knows nothing, so nothing is new. */
export function unreadOf(
  timeline: Timeline,
  lastRead: Sequence,
  isHeard: (memberId: MemberId) => boolean,
): Unread {
  if (lastRead === 0) return { count: 0, isOutside: false }
  const inWindow = timeline.records.filter(
    (record) => record.kind === 'message' && record.sequence > lastRead && isHeard(record.authorId),
  ).length
  const { from, to, hasNewer, newerCount } = timeline
  return { count: inWindow + newerCount, isOutside: from > lastRead || (hasNewer && to <= lastRead) }
}

/** How many messages in the window mention `me` above a place. */
export function mentionsAbove(
  timeline: Timeline,
  lastRead: Sequence,
  me: MemberId | null,
  isHeard: (memberId: MemberId) => boolean,
): number {
  if (lastRead === 0 || me === null) return 0
  return timeline.records.filter(
    (record) =>
      record.kind === 'message' &&
      record.sequence > lastRead &&
      isHeard(record.authorId) &&
      mentionsIn(record.body).includes(me),
  ).length
}
