import type { Sequence } from '@confab/protocol'
import type { StoredRoom } from './storage.ts'
import type { History } from './timeline.ts'

/** Without what has expired: the messages placed up to there, and the reactions to them. */
export function expire(history: History, upTo: Sequence): History {
  const { window } = history
  const records = window.records.filter((record) => record.sequence > upTo || !('messageId' in record))
  if (records.length === window.records.length) return history
  return { ...history, window: { ...window, records }, newer: history.newer.filter((place) => place > upTo) }
}

/**
 * What is left of a kept room at a moment, in milliseconds, which may be long after it was kept: messages that the room keeps no longer are gone, and what
 * is placed below them is asked for anew, in case this clock is wrong. The same room when nothing is gone.
 */
export function withoutExpired(stored: StoredRoom, now: number): StoredRoom {
  const { page, room } = stored
  // Where everything is kept this is no number, and nothing is below it.
  const before = now - (room.settings?.keptHours as number) * 3_600_000
  const from = page.records.findLast((record) => 'postedAt' in record && record.postedAt <= before)?.sequence
  if (!from) return stored
  return {
    ...stored,
    page: { ...page, from, records: page.records.filter(({ sequence }) => sequence > from) },
  }
}
