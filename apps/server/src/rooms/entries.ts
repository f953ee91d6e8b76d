import type { Cursor, MemberRecord, RoomId } from '@confab/protocol'
import { pageSeen, placeSeen } from '../store/seen.ts'
import type { Entry, Head } from '../store/store.ts'
import { type EncodedEvent, encodeForDelivery } from './room-connection.ts'
import type { EncodedSpan } from './spans.ts'
import { spansOfReplay } from './spans.ts'

/** What one reading brings to all who came back to a room from the same place, encoded once for all of them. */
export type SharedEntry = Head &
  Pick<Entry, 'members' | 'lastReads'> &
  (
    | { by: 'replay'; pieces: readonly EncodedSpan[] }
    | { by: 'reset'; resetFor: (me: MemberRecord) => EncodedEvent }
  )

/** Makes an entry ready for everybody it was read for. */
export function shareEntry(roomId: RoomId, cursor: Cursor | null, entry: Entry): SharedEntry {
  const { epoch, head, members, lastReads } = entry
  if (entry.by === 'replay') {
    const bounds = { after: cursor?.sequence ?? 0, upTo: head }
    return {
      epoch,
      head,
      members,
      lastReads,
      by: 'replay',
      pieces: spansOfReplay(roomId, epoch, bounds, entry.records),
    }
  }
  const { room, page } = entry
  // Everybody's own membership is the one thing in it that differs, so it is put at the end of what is the same.
  const shared = JSON.stringify({ type: 'reset', roomId, epoch, room, page }).slice(0, -1)
  const resetFor = (me: MemberRecord): EncodedEvent => {
    const seen = pageSeen(page, placeSeen(me))
    return seen === page
      ? { text: `${shared},"me":${JSON.stringify(me)}}` }
      : encodeForDelivery({ type: 'reset', roomId, epoch, room, page: seen, me })
  }
  return { epoch, head, members, lastReads, by: 'reset', resetFor }
}
