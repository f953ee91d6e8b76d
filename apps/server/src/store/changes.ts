import type { ConfabRecord, Sequence } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { REPLAY_BYTES_MAX, REPLAY_RECORDS_MAX } from '@confab/protocol/limits'

const byVersion = (a: ConfabRecord, b: ConfabRecord): number => a.version - b.version

/**
 * A portion of what changed above a version, out of what a store found there, in any order: at least the first `limit` changes if there
 * are so many. `upTo` is how far it reaches: the newest change of all is some record's version, so when nothing is left out it is the head.
 */
export function portionOf(
  found: readonly ConfabRecord[],
  limit: number,
  head: Sequence,
): { upTo: Sequence; records: ConfabRecord[] } {
  const records = found.toSorted(byVersion).slice(0, limit)
  return { upTo: records.at(-1)?.version ?? head, records }
}

/**
 * The replay for what a store finds above a cursor, in any order. Null once it is more than a replay carries: from then on no more is
 * taken of `found`.
 */
export function replayOf(found: Iterable<ConfabRecord>): ConfabRecord[] | null {
  const records: ConfabRecord[] = []
  let bytes = 0
  for (const record of found) {
    bytes += Buffer.byteLength(JSON.stringify(record))
    if (records.length === REPLAY_RECORDS_MAX || bytes > REPLAY_BYTES_MAX) return null
    records.push(record)
  }
  return records.sort(byVersion)
}
