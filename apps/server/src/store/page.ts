import type { ConfabRecord, Page, Sequence } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { PAGE_BYTES_MAX } from '@confab/protocol/limits'

/** Which records are asked for, by their place. */
export type PageWhere = { before: Sequence } | { after: Sequence }

/** Whether a record with this place is among those asked for. */
export const isAsked = (where: PageWhere, place: Sequence): boolean =>
  'before' in where ? place < where.before : place > where.after

/**
 * Makes a page of what a store found: the records nearest to the place asked for, in any order, at least one place more than `limit` if
 * there are more. The page ends early when it gets too heavy, but never before its first record.
 */
export function pageOf(
  where: PageWhere,
  nearest: readonly ConfabRecord[],
  limit: number,
  head: Sequence,
): Page {
  const found = inOrderOfPlace(nearest)
  if ('before' in where) {
    const records = fitting(found.toReversed(), limit).reverse()
    const [first] = records
    const from = first && records.length < found.length ? first.sequence - 1 : 0
    return { from, to: Math.max(0, Math.min(where.before - 1, head)), head, records: inOrderOfPlace(records) }
  }
  const records = fitting(found, limit)
  const last = records.at(-1)
  const to = last && records.length < found.length ? last.sequence : head
  return { from: Math.min(where.after, head), to, head, records }
}

/** Reactions come behind their message, whose place they share. */
const inOrderOfPlace = (records: readonly ConfabRecord[]): ConfabRecord[] =>
  records.toSorted((a, b) => a.sequence - b.sequence || Number(isBeside(a)) - Number(isBeside(b)))

const isBeside = ({ kind }: ConfabRecord): boolean => kind === 'reactions'

/** As many of the first places as a page may carry, each with all that is there. */
function fitting(records: readonly ConfabRecord[], limit: number): ConfabRecord[] {
  const places = Map.groupBy(records, ({ sequence }) => sequence)
  const fit: ConfabRecord[] = []
  let [count, bytes] = [0, 0]
  for (const together of places.values()) {
    for (const record of together) bytes += Buffer.byteLength(JSON.stringify(record))
    if (count >= limit || (count > 0 && bytes > PAGE_BYTES_MAX)) break
    count += 1
    fit.push(...together)
  }
  return fit
}
