import {
  type ConfabRecord,
  type Epoch,
  isOut,
  type MemberId,
  type RoomId,
  recordKey,
  type Sequence,
  SPAN_BYTES_MAX,
  type Span,
} from '@confab/protocol'
import type { EncodedEvent } from './room-connection.ts'

/** A span and its one encoding. */
export type EncodedSpan = { span: Span; encoded: EncodedEvent }

/**
 * The span of changes that one commit made in a room; its records are in the order of their versions, without a hole. There is one more
 * for every member who was removed in it, because nothing follows a removal in its span.
 */
export function spansOfCommit(roomId: RoomId, epoch: Epoch, records: readonly ConfabRecord[]): Span[] {
  const spans: Span[] = []
  let begin = 0
  records.forEach((record, i) => {
    if (i < records.length - 1 && !isRemoval(record)) return
    spans.push(spanOfChanges(roomId, epoch, records.slice(begin, i + 1)))
    begin = i + 1
  })
  return spans
}

function spanOfChanges(roomId: RoomId, epoch: Epoch, records: readonly ConfabRecord[]): Span {
  const first = records[0]
  const last = records.at(-1)
  if (!first || !last) throw new Error('a commit without records')
  const newest = new Map(records.map((record) => [recordKey(record), record]))
  return {
    type: 'span',
    roomId,
    epoch,
    after: first.version - 1,
    upTo: last.version,
    records: newest.size === records.length ? [...records] : [...newest.values()].sort(byVersion),
  }
}

const isRemoval = (record: ConfabRecord): boolean => record.kind === 'member' && isOut(record.role)

/**
 * Who is told nothing behind this span (D9): whom its last change removed. Every span ends at a removal if there is one in it, so
 * that it is the same bytes for whoever goes and whoever stays.
 */
export function removedBy({ records }: Span): MemberId | null {
  const last = records.at(-1)
  return last?.kind === 'member' && isOut(last.role) ? last.memberId : null
}

/** The span that acks a repeated change once more: its record in its present state, as the change of its last version. */
export function spanOfRecord(roomId: RoomId, epoch: Epoch, record: ConfabRecord): Span {
  return {
    type: 'span',
    roomId,
    epoch,
    after: record.version - 1,
    upTo: record.version,
    records: [record],
  }
}

/**
 * A replay in pieces of at most `SPAN_BYTES_MAX`, so that one person's catching up never stands in front of another's frame.
 * Each piece reaches up to its last record, and no further than a removal; the last one up to `upTo`, where later states of earlier
 * records end. A record is written out once, for its size and for its span.
 */
export function spansOfReplay(
  roomId: RoomId,
  epoch: Epoch,
  bounds: { after: Sequence; upTo: Sequence },
  records: readonly ConfabRecord[],
): EncodedSpan[] {
  const spans: EncodedSpan[] = []
  let piece: ConfabRecord[] = []
  let pieceTexts: string[] = []
  let pieceBytes = 0
  let after = bounds.after
  const end = (upTo: Sequence) => {
    const span: Span = { type: 'span', roomId, epoch, after, upTo, records: piece }
    spans.push({ span, encoded: { text: spanText(span, pieceTexts) } })
    after = upTo
    piece = []
    pieceTexts = []
    pieceBytes = 0
  }
  for (const record of records) {
    const text = JSON.stringify(record)
    const bytes = Buffer.byteLength(text)
    const last = piece.at(-1)
    if (last && pieceBytes + bytes > SPAN_BYTES_MAX) end(last.version)
    piece.push(record)
    pieceTexts.push(text)
    pieceBytes += bytes
    if (isRemoval(record)) end(record.version)
  }
  if (after < bounds.upTo) end(bounds.upTo)
  return spans
}

/** A span as the protocol encodes it, of records that are written out already. */
function spanText({ records: _, ...bounds }: Span, recordTexts: readonly string[]): string {
  return `${JSON.stringify(bounds).slice(0, -1)},"records":[${recordTexts.join(',')}]}`
}

function byVersion(a: ConfabRecord, b: ConfabRecord): number {
  return a.version - b.version
}
