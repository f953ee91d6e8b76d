import type { Epoch, RoomId, Sequence } from '@confab/protocol'
import type { OwnRoomKey } from '../../store/own-table.ts'

/** How much there is so far of what a file of one's own holds. */
export type OwnCounts = { rooms: number; messages: number; reactions: number; files: number }

/**
 * Where the taking away of what is one's own goes on: when it began, and how many places there were to look through then and how many are done; in
 * which room, in which of its histories, up to which place and behind which; when the last message before was posted there; and how much there
 * is. People carry it, so it decides nothing about whose it is: that is the token's alone.
 */
export type OwnCursor = {
  at: number
  total: number
  done: number
  room: (OwnRoomKey & { epoch: Epoch; upTo: Sequence; place: Sequence; lastAt: number }) | null
  counts: OwnCounts
}

/** Where it begins. */
export const ownBeginning = (at: number, total: number): OwnCursor => ({
  at,
  total,
  done: 0,
  room: null,
  counts: { rooms: 0, messages: 0, reactions: 0, files: 0 },
})

const NUMBER = '(\\d{1,15})'
const ID = '([A-Za-z0-9_-]{22})'
const ROOM = `${NUMBER}\\.${ID}\\.${ID}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}`
const FORM = new RegExp(`^${Array(7).fill(NUMBER).join('\\.')}(?:~${ROOM})?$`)

/** The cursor as it travels. */
export function formatOwnCursor({ at, total, done, room, counts }: OwnCursor): string {
  const { rooms, messages, reactions, files } = counts
  const front = [at, total, done, rooms, messages, reactions, files].join('.')
  if (!room) return front
  const { joinedAt, roomId, epoch, upTo, place, lastAt } = room
  return `${front}~${[joinedAt, roomId, epoch, upTo, place, lastAt].join('.')}`
}

/** The cursor that travelled so; null for anything else. */
export function parseOwnCursor(text: string): OwnCursor | null {
  const found = FORM.exec(text)
  if (!found) return null
  const [at = 0, total = 0, done = 0, rooms = 0, messages = 0, reactions = 0, files = 0] = found
    .slice(1, 8)
    .map(Number)
  const [joinedAt, roomId, epoch, upTo, place, lastAt] = found.slice(8)
  const room =
    roomId === undefined
      ? null
      : {
          joinedAt: Number(joinedAt),
          roomId: roomId as RoomId,
          epoch: epoch as Epoch,
          upTo: Number(upTo),
          place: Number(place),
          lastAt: Number(lastAt),
        }
  if (at > MOMENT_MAX || (room && room.lastAt > MOMENT_MAX)) return null
  return { at, total, done, room, counts: { rooms, messages, reactions, files } }
}

/** The last moment a date can say. */
const MOMENT_MAX = 8.64e15
