import type { Epoch, MemberId, Sequence } from '@confab/protocol'

/**
 * Where a download goes on, and everything its next part depends on besides the room, so that no node remembers a download: which history,
 * up to which place, when it began; behind which place, and what stands there last: when it was posted, by whom, and how many messages it
 * makes. People carry it, so it decides nothing about who may read what.
 */
export type ExportCursor = {
  epoch: Epoch
  upTo: Sequence
  at: number
  place: Sequence
  lastAt: number
  lastAuthor: MemberId | null
  count: number
}

const FORM =
  /^([A-Za-z0-9_-]{22})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.([A-Za-z0-9_-]{22})?\.(\d{1,15})$/

/** The cursor as it travels. */
export function formatCursor({ epoch, upTo, at, place, lastAt, lastAuthor, count }: ExportCursor): string {
  return [epoch, upTo, at, place, lastAt, lastAuthor ?? '', count].join('.')
}

/** The cursor that travelled so; null for anything else. */
export function parseCursor(text: string): ExportCursor | null {
  const [, epoch, upTo, at, place, lastAt, lastAuthor, count] = FORM.exec(text) ?? []
  if (epoch === undefined || Number(at) > 8.64e15 || Number(lastAt) > 8.64e15) return null
  return {
    epoch: epoch as Epoch,
    upTo: Number(upTo),
    at: Number(at),
    place: Number(place),
    lastAt: Number(lastAt),
    lastAuthor: (lastAuthor as MemberId | undefined) ?? null,
    count: Number(count),
  }
}
