import { DEVICES_LISTED_MAX, type MemberId } from '@confab/protocol'
import { OWN_EXPORT_PART_BYTES, OWN_EXPORT_READINGS, OWN_EXPORT_ROOMS } from '../../limits.ts'
import type { Credentials } from '../../store/credential-table.ts'
import type { Device } from '../../store/device-table.ts'
import type {
  OwnAttention,
  OwnMessage,
  OwnReaction,
  OwnReport,
  OwnRoom,
  OwnRoomKey,
} from '../../store/own-table.ts'
import type { Store, TokenHash } from '../../store/store.ts'
import { type OwnCursor, ownBeginning } from './own-cursor.ts'

/** Rooms that are named at the beginning; whoever is in more finds them further down. */
const ROOMS_NAMED_MAX = 1_000

/** Reports of one room: twenty are open at most, and settled ones are kept for a while. */
const REPORTS_READ_MAX = 1_000

/** Who somebody is here, besides their rooms. */
export type OwnAbout = {
  credentials: Credentials
  devices: readonly Device[]
  attention: OwnAttention
  rooms: readonly OwnRoom[]
}

/** One thing of somebody's: a room they are or were in, and then what they wrote and reacted with there, in order of place. */
export type OwnEntry =
  | { kind: 'room'; room: OwnRoom; reports: readonly OwnReport[]; ignored: readonly MemberId[] }
  | ({ kind: 'message'; room: OwnRoomKey } & OwnMessage)
  | ({ kind: 'reaction'; room: OwnRoomKey } & OwnReaction)

/** A stretch of what is somebody's own, on its way into a file. `about` comes with the first. */
export type OwnPart = {
  from: OwnCursor
  about: OwnAbout | null
  entries: readonly OwnEntry[]
  /** How far it reaches, and whether anything follows. */
  to: OwnCursor
  isLast: boolean
}

/** What is asked for. `from` is null at the beginning. */
export type OwnPartAsked = { tokenHash: TokenHash; from: OwnCursor | null; now: number }

/** A part, or why there is none: the token is nobody's, or not any more; or a room began another history. */
export type OwnPartRead = { ok: true; part: OwnPart } | { ok: false; code: 'forbidden' | 'gone' }

/** Reads one part. Whose it is, is asked with every reading anew: who signs out meanwhile gets no further. */
export async function readOwnPart(store: Store, asked: OwnPartAsked): Promise<OwnPartRead> {
  const { tokenHash } = asked
  const about = asked.from ? null : await readAbout(store, tokenHash)
  const from = asked.from ?? ownBeginning(asked.now, about?.total ?? 0)
  if (about === null && !asked.from) return { ok: false, code: 'forbidden' }
  const entries: OwnEntry[] = []
  const waiting: OwnRoom[] = []
  let at = from
  let isLast = false
  let bytes = 0
  for (let readings = 0; readings < OWN_EXPORT_READINGS && bytes < OWN_EXPORT_PART_BYTES; readings++) {
    const { room } = at
    if (room && room.place < room.upTo) {
      const { roomId, place: after, upTo } = room
      const stretch = await store.own.stretch(tokenHash, roomId, { after, upTo })
      if (stretch && stretch.epoch !== room.epoch) return { ok: false, code: 'gone' }
      const to = stretch?.to ?? upTo
      const expired = stretch?.keptHours == null ? -1 : asked.now - stretch.keptHours * 3_600_000
      const isThere = ({ message: { postedAt } }: OwnMessage) => postedAt > expired && postedAt <= from.at
      const messages = stretch?.messages.filter(isThere) ?? []
      const added = inOrder(room, messages, stretch?.reactions ?? [])
      entries.push(...added)
      bytes += Buffer.byteLength(JSON.stringify(added))
      at = {
        ...at,
        done: at.done + to - after,
        room: { ...room, place: to, lastAt: messages.at(-1)?.message.postedAt ?? room.lastAt },
        counts: {
          ...at.counts,
          messages: at.counts.messages + messages.length,
          reactions: at.counts.reactions + (stretch?.reactions.length ?? 0),
          files: at.counts.files + messages.flatMap(({ message }) => message.files ?? []).length,
        },
      }
      if (stretch) continue
      // A room that was deleted meanwhile has nothing more; a token that is over ends it all.
      if (!(await store.own.attention(tokenHash))) return { ok: false, code: 'forbidden' }
      continue
    }
    if (waiting.length === 0) {
      const rooms = await store.own.rooms(tokenHash, room, OWN_EXPORT_ROOMS)
      if (!rooms) return { ok: false, code: 'forbidden' }
      waiting.push(...rooms)
    }
    const next = waiting.shift()
    if (!next) {
      isLast = true
      break
    }
    const { roomId, epoch, head: upTo } = next
    const reports = await store.own.reports(tokenHash, roomId, REPORTS_READ_MAX)
    if (!reports) return { ok: false, code: 'forbidden' }
    const { ignored } = await store.attention.read(tokenHash)
    const here = ignored.find((one) => one.roomId === roomId)
    entries.push({ kind: 'room', room: next, reports, ignored: here?.memberIds ?? [] })
    const { joinedAt } = next.member
    at = {
      ...at,
      room: { joinedAt, roomId, epoch, upTo, place: 0, lastAt: 0 },
      counts: { ...at.counts, rooms: at.counts.rooms + 1 },
    }
  }
  return { ok: true, part: { from, about: about?.about ?? null, entries, to: at, isLast } }
}

/** Null for whoever is nobody. `total` is how many places there are to look through. */
async function readAbout(
  store: Store,
  tokenHash: TokenHash,
): Promise<{ about: OwnAbout; total: number } | null> {
  const [credentials, devices, attention] = await Promise.all([
    store.credentials.read(tokenHash),
    store.devices.list(tokenHash, DEVICES_LISTED_MAX),
    store.own.attention(tokenHash),
  ])
  if (!credentials || !devices || !attention) return null
  const rooms: OwnRoom[] = []
  for (let after: OwnRoomKey | null = null; rooms.length < ROOMS_NAMED_MAX; ) {
    const found: OwnRoom[] = (await store.own.rooms(tokenHash, after, OWN_EXPORT_ROOMS)) ?? []
    rooms.push(...found)
    const last = found.at(-1)
    if (!last || found.length < OWN_EXPORT_ROOMS) break
    after = { joinedAt: last.member.joinedAt, roomId: last.roomId }
  }
  const total = rooms.reduce((sum, { head }) => sum + head, 0)
  return { about: { credentials, devices, attention, rooms }, total }
}

function inOrder(
  { joinedAt, roomId }: OwnRoomKey,
  messages: readonly OwnMessage[],
  reactions: readonly OwnReaction[],
): OwnEntry[] {
  const room = { joinedAt, roomId }
  const placeOf = (entry: OwnEntry) =>
    entry.kind === 'message' ? entry.message.sequence : entry.kind === 'reaction' ? entry.sequence : 0
  return [
    ...messages.map((one): OwnEntry => ({ kind: 'message', room, ...one })),
    ...reactions.map((one): OwnEntry => ({ kind: 'reaction', room, ...one })),
  ].toSorted((a, b) => placeOf(a) - placeOf(b))
}
