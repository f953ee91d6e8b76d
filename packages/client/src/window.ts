import type { ConfabRecord, Sequence } from '@confab/protocol'

/**
 * A contiguous part of a room's history by place: every record placed in (from, to], in order. A place belongs to one
 * record for good (D2), so it is also what finds a record here.
 */
export type Window = {
  readonly from: Sequence
  readonly to: Sequence
  readonly records: readonly ConfabRecord[]
}

/** Whether a place lies in the window. */
export const covers = (window: Window, place: Sequence): boolean => place > window.from && place <= window.to

/** Where a record of this place stands or would stand. */
function indexOf(records: readonly ConfabRecord[], place: Sequence): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((records[middle]?.sequence ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low
}

/** Whether two records are one and the same, as one version of it or another. */
function isSameRecord(one: ConfabRecord, other: ConfabRecord): boolean {
  if (one.kind === 'message') return other.kind === 'message' && other.messageId === one.messageId
  if (one.kind === 'member') return other.kind === 'member' && other.memberId === one.memberId
  return other.kind === 'room'
}

/**
 * Puts records where they belong; those outside, and those no newer than what stands there, change nothing. A record has one
 * place for good, and lists are keyed by that: should a server ever tell of one at two places, the newer version is shown alone.
 */
export function place(window: Window, records: Iterable<ConfabRecord>): Window {
  let placed: ConfabRecord[] | null = null
  for (const record of records) {
    if (!covers(window, record.sequence)) continue
    const held: readonly ConfabRecord[] = placed ?? window.records
    const index = indexOf(held, record.sequence)
    const present = held[index]
    const isReplacing = present?.sequence === record.sequence
    if (isReplacing && present.version >= record.version) continue
    const strayIndex = held.findIndex(
      (other) => other.sequence !== record.sequence && isSameRecord(other, record),
    )
    const stray = held[strayIndex]
    if (stray && stray.version >= record.version) continue
    placed ??= [...window.records]
    placed.splice(index, isReplacing ? 1 : 0, record)
    if (stray) placed.splice(placed.indexOf(stray), 1)
  }
  return placed ? { ...window, records: placed } : window
}

/** The same window, reaching further at its newer end. The caller brings what is placed in between. */
export const reach = (window: Window, to: Sequence): Window => (to > window.to ? { ...window, to } : window)

/** What is left of a window at its bound, and what went over board. */
export type Trimmed = { window: Window; dropped: readonly ConfabRecord[] }

/** Keeps the newest records. */
export function trimOlder(window: Window, max: number): Trimmed {
  const excess = window.records.length - max
  const last = window.records[excess - 1]
  if (excess <= 0 || !last) return { window, dropped: [] }
  return {
    window: { from: last.sequence, to: window.to, records: window.records.slice(excess) },
    dropped: window.records.slice(0, excess),
  }
}

/** Keeps the oldest records. */
export function trimNewer(window: Window, max: number): Trimmed {
  const first = window.records[max]
  if (!first) return { window, dropped: [] }
  return {
    window: { from: window.from, to: first.sequence - 1, records: window.records.slice(0, max) },
    dropped: window.records.slice(max),
  }
}
