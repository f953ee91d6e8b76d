import {
  type ConfabRecord,
  type Epoch,
  type RoomId,
  recordKey,
  type Sequence,
  SPAN_BYTES_MAX,
  type Span,
} from '@confab/protocol'

/** The span of changes that one commit made in a room; its records are in the order of their versions, without a hole. */
export function spanOfCommit(roomId: RoomId, epoch: Epoch, records: readonly ConfabRecord[]): Span {
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
 * Each piece reaches up to its last record; the last one up to `upTo`, where later states of earlier records end.
 */
export function spansOfReplay(
  roomId: RoomId,
  epoch: Epoch,
  bounds: { after: Sequence; upTo: Sequence },
  records: readonly ConfabRecord[],
): Span[] {
  const spans: Span[] = []
  let piece: ConfabRecord[] = []
  let pieceBytes = 0
  let after = bounds.after
  const end = (upTo: Sequence) => {
    spans.push({ type: 'span', roomId, epoch, after, upTo, records: piece })
    after = upTo
    piece = []
    pieceBytes = 0
  }
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record))
    const last = piece.at(-1)
    if (last && pieceBytes + bytes > SPAN_BYTES_MAX) end(last.version)
    piece.push(record)
    pieceBytes += bytes
  }
  if (after < bounds.upTo) end(bounds.upTo)
  return spans
}

function byVersion(a: ConfabRecord, b: ConfabRecord): number {
  return a.version - b.version
}
