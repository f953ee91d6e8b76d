import { type ConfabRecord, type Page, recordKey, type Sequence } from '@confab/protocol'
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
  const known = new Map(window.records.map((record) => [recordKey(record), record]))
  const shared = page.records.filter((record) => isSame(known.get(recordKey(record)), record))
  // A backup holds a room up to some change, whole. So who finds their newest change in it finds all before as well.
  if (shared.some(({ version }) => version === cursor)) return null
  const last = shared.at(-1)
  if (!last) return page.head
  // The newest change may be that of a record further up than the page, a name's or the title's. It cannot be looked at, but
  // where both histories go on from the last shared record without placing anything up to there, nothing said is gone.
  const placesMore = (records: readonly ConfabRecord[]) =>
    records.some(({ sequence }) => sequence > last.sequence && sequence <= cursor)
  const isNewestSeen = window.records.some(
    ({ version, sequence }) => version === cursor && sequence > page.from,
  )
  const isAllThere =
    window.to === cursor && page.head >= cursor && !placesMore(window.records) && !placesMore(page.records)
  return isAllThere && !isNewestSeen ? null : last.sequence
}

/** Fields may come in any order: one from a page, one from the disk. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other
  const [fields, others] = [Object.entries(one), other as Record<string, unknown>]
  return (
    fields.length === Object.keys(others).length &&
    fields.every(([field, value]) => isSame(value, others[field]))
  )
}
