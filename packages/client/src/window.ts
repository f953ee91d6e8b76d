import { type ConfabRecord, recordKey, type Sequence } from '@confab/protocol'

/**
 * A contiguous part of a room's history by place: every record placed in (from, to], in order. A place belongs to one
 * record for good (D2), and to the reactions to it, which stand behind it. So the place and whether it stands beside is what finds a
 * record here.
 */
export type Window = {
  readonly from: Sequence
  readonly to: Sequence
  readonly records: readonly ConfabRecord[]
}

/** Whether a place lies in the window. */
export const covers = (window: Window, place: Sequence): boolean => place > window.from && place <= window.to

const isBeside = ({ kind }: ConfabRecord): boolean => kind === 'reactions'

/** The order in which records stand: by place, and at one place what stands beside comes second. */
const isAhead = (one: ConfabRecord, other: ConfabRecord): boolean =>
  one.sequence < other.sequence || (one.sequence === other.sequence && !isBeside(one) && isBeside(other))

/** Where a record stands or would stand. */
function indexOf(records: readonly ConfabRecord[], record: ConfabRecord): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = records[middle]
    if (other && isAhead(other, record)) low = middle + 1
    else high = middle
  }
  return low
}

/** Where each record of a list stands, by its key. It goes on to the list that follows, so that a long one is not read again for every record. */
const placesByList = new WeakMap<readonly ConfabRecord[], Map<string, Sequence>>()

function placesOf(records: readonly ConfabRecord[]): Map<string, Sequence> {
  const known = placesByList.get(records)
  if (known) return known
  const places = new Map(records.map((record) => [recordKey(record), record.sequence]))
  placesByList.set(records, places)
  return places
}

/** Hands on what is known of a list to the one that takes its place, `dropped` taken out. */
function handOn(
  from: readonly ConfabRecord[],
  to: readonly ConfabRecord[],
  dropped: readonly ConfabRecord[],
): void {
  const places = placesByList.get(from)
  if (!places || from === to) return
  for (const record of dropped) places.delete(recordKey(record))
  placesByList.delete(from)
  placesByList.set(to, places)
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
    const index = indexOf(held, record)
    const present = held[index]
    const isReplacing = present?.sequence === record.sequence && isBeside(present) === isBeside(record)
    if (isReplacing && present.version >= record.version) continue
    const key = recordKey(record)
    const places = placesOf(window.records)
    const strayPlace = places.get(key)
    const stray =
      strayPlace === undefined || strayPlace === record.sequence
        ? undefined
        : held.find((other) => other.sequence !== record.sequence && recordKey(other) === key)
    if (stray && stray.version >= record.version) continue
    places.set(key, record.sequence)
    placed ??= [...window.records]
    placed.splice(index, isReplacing ? 1 : 0, record)
    if (stray) placed.splice(placed.indexOf(stray), 1)
  }
  if (!placed) return window
  handOn(window.records, placed, [])
  return { ...window, records: placed }
}

/** The same window, reaching further at its newer end. The caller brings what is placed in between. */
export const reach = (window: Window, to: Sequence): Window => (to > window.to ? { ...window, to } : window)

/** What is left of a window at its bound, and what went over board. Records of one place stay or go together. */
export type Trimmed = { window: Window; dropped: readonly ConfabRecord[] }

/** Whether a cut here would part records of one place. */
const parts = (records: readonly ConfabRecord[], index: number): boolean =>
  index > 0 && records[index - 1]?.sequence === records[index]?.sequence

/** The newest records, as a window of their own beside this one. */
export function newestOf(window: Window, max: number): Trimmed {
  const { records, to } = window
  if (records.length <= max) return { window, dropped: [] }
  let cut = records.length - max
  while (parts(records, cut)) cut += 1
  const from = records[cut - 1]?.sequence ?? window.from
  return { window: { from, to, records: records.slice(cut) }, dropped: records.slice(0, cut) }
}

/** Keeps the newest records. */
export function trimOlder(window: Window, max: number): Trimmed {
  const trimmed = newestOf(window, max)
  handOn(window.records, trimmed.window.records, trimmed.dropped)
  return trimmed
}

/** Keeps the oldest records. */
export function trimNewer(window: Window, max: number): Trimmed {
  const { records, from } = window
  if (records.length <= max) return { window, dropped: [] }
  let cut = max
  while (parts(records, cut)) cut -= 1
  const to = (records[cut]?.sequence ?? window.to + 1) - 1
  const left = records.slice(0, cut)
  const dropped = records.slice(cut)
  handOn(records, left, dropped)
  return { window: { from, to, records: left }, dropped }
}
