import type { Client } from '@confab/client'
import { ROOMS_PER_CONNECTION_MAX, type RoomId, type RoomSummary, type Sequence } from '@confab/protocol'
import { oneLineOf } from '../markdown/markdown.svelte.ts'
import type { Heard, KnownRoomList } from './heard.ts'

/** How often rooms that are not open here are asked after, in milliseconds: inside of the minute for which a message is news. */
const ASK_EVERY_MS = 30_000

/** Hidden tabs sleep for up to a minute. Above this, in milliseconds, what came since the last answer is history. */
const GAP_MS_MAX = 180_000

type Ears = {
  /** Whether anybody is to be called at all, and the server does not do it. */
  isWanted: () => boolean
  heard: (heard: Heard) => void
  read: (roomId: RoomId, upTo: Sequence) => void
}

/** Asks now and then what is new in the rooms this tab is not in: nothing is told of those. */
export function watchElsewhere(client: Client, knownRooms: KnownRoomList, ears: Ears): void {
  const seen = new Map<RoomId, Sequence>()
  let answeredAt = 0

  async function ask(): Promise<void> {
    const elsewhere = knownRooms.list
      .filter(({ roomId }) => !client.rooms.has(roomId))
      .slice(0, ROOMS_PER_CONNECTION_MAX)
    if (elsewhere.length === 0 || !ears.isWanted()) return
    const answer = await client.fetchSummaries(
      elsewhere.map(({ roomId, lastReadSequence }) => ({ roomId, after: lastReadSequence })),
    )
    if (!answer.ok) return
    const isClose = client.serverNow() - answeredAt < GAP_MS_MAX
    answeredAt = client.serverNow()
    for (const summary of answer.value) tell(summary, isClose)
  }

  function tell({ roomId, room, latest, lastRead, unreadCount }: RoomSummary, isClose: boolean): void {
    const known = knownRooms.list.find((one) => one.roomId === roomId)
    if (!known) return
    const readUpTo = Math.max(lastRead, known.lastReadSequence)
    ears.read(roomId, readUpTo)
    if (!latest || latest.sequence <= (seen.get(roomId) ?? 0)) return
    const isNews = isClose && seen.has(roomId)
    seen.set(roomId, latest.sequence)
    ears.heard({
      roomId,
      code: room.code,
      title: room.title,
      me: known.memberId,
      message: latest,
      lastRead: readUpTo,
      // Whom it answers only the room itself knows.
      answered: null,
      excerpt: oneLineOf(latest.body),
      ageMs: isNews ? 0 : answeredAt - latest.postedAt,
      others: Math.max(0, unreadCount - 1),
    })
  }

  setInterval(() => void ask(), ASK_EVERY_MS)
}
