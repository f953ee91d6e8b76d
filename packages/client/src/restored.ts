import type { ConfabRecord, Page, Sequence } from '@confab/protocol'
import type { History } from './timeline.ts'

/**
 * Compares what was known of a room with the newest page of another history of it, as a restored backup begins one. Null when
 * all that was known is there still; otherwise the place behind which something is gone: that of the last record both share,
 * or, where they share none that is known, the end of the page.
 */
export function lostAfter(
  { cursor, window }: Pick<History, 'cursor' | 'window'>,
  page: Page,
): Sequence | null {
  const known = new Map(window.records.map((record) => [record.sequence, record]))
  const shared = page.records.filter((record) => isSame(known.get(record.sequence), record))
  // A backup holds a room up to some change, whole. So who finds their newest change in it finds all before as well.
  if (shared.some(({ version }) => version === cursor)) return null
  return shared.at(-1)?.sequence ?? page.head
}

/** Fields may come in any order: one from a page, one from the disk. */
function isSame(known: ConfabRecord | undefined, record: ConfabRecord): boolean {
  if (!known) return false
  const [before, now] = [Object.entries(known), record as Record<string, unknown>]
  return (
    before.length === Object.keys(record).length && before.every(([field, value]) => now[field] === value)
  )
}
