import type pg from 'pg'
import { IS_DELETED } from '../deleted-rooms.ts'
import {
  type BesideRow,
  type Examination,
  type ExaminedRoom,
  Examiner,
  type PlacedRow,
  PROBLEMS_MAX,
} from '../examine.ts'
import { EXAMINED_MEMBER, EXAMINED_MESSAGE, EXAMINED_REACTIONS, EXAMINED_ROOM } from '../records.ts'
import { type Ask, asking } from './pool.ts'

/** Rooms, and messages, that are read at once. */
const ROOMS_READ_MAX = 1_000
const MESSAGES_READ_MAX = 2_000

type Room = ExaminedRoom & { room: number }
type RowOfRoom = PlacedRow & { room: number }

/** Examines a whole database in one snapshot, with its transcript. `tell` is called now and then with the messages seen so far. */
export async function examine(
  client: pg.ClientBase,
  tell: (messages: number) => void = () => {},
): Promise<Examination> {
  const ask = asking(client)
  const examiner = new Examiner({ withTranscript: true })
  await ask('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  try {
    const [tables] = await ask<{ isThere: boolean }>(
      `SELECT bool_and(to_regclass(name) IS NOT NULL) AS "isThere" FROM unnest('{rooms,members,messages,reactions}'::text[]) AS name`,
    )
    if (!tables?.isThere) {
      examiner.blame('there are no tables of Confab in it')
      return examiner.found
    }
    for await (const rooms of roomsTogether(ask)) {
      await examineRooms(ask, examiner, rooms)
      tell(examiner.found.messages)
    }
    for (const { roomId } of await strays(ask))
      examiner.blame(`room ${roomId ?? 'that is not there'}: a message is by no member`)
    examiner.end()
    return examiner.found
  } finally {
    await ask('ROLLBACK')
  }
}

/** All rooms in the order of their ids: as many at a time as have few messages together, or one that has many. */
async function* roomsTogether(ask: Ask): AsyncGenerator<Room[]> {
  let together: Room[] = []
  let weight = 0
  for (let after = ''; ; ) {
    const rooms = await ask<Room>(
      `SELECT room, ${EXAMINED_ROOM} FROM rooms WHERE room_id > $1 AND NOT ${IS_DELETED} ORDER BY room_id LIMIT ${ROOMS_READ_MAX}`,
      [after],
    )
    for (const room of rooms) {
      if (together.length > 0 && weight + room.head > MESSAGES_READ_MAX) {
        yield together
        together = []
        weight = 0
      }
      together.push(room)
      weight += room.head
    }
    const last = rooms.at(-1)
    if (!last) break
    after = last.roomId
  }
  if (together.length > 0) yield together
}

async function examineRooms(ask: Ask, examiner: Examiner, rooms: readonly Room[]): Promise<void> {
  const keys = [rooms.map(({ room }) => room)]
  const members = Map.groupBy(
    await ask<RowOfRoom>(
      `SELECT room, ${EXAMINED_MEMBER} FROM members WHERE room = ANY ($1) ORDER BY room, sequence`,
      keys,
    ),
    ({ room }) => room,
  )
  const reactions = Map.groupBy(
    await ask<BesideRow & { room: number }>(
      `SELECT room, ${EXAMINED_REACTIONS} FROM reactions WHERE room = ANY ($1) ORDER BY room, sequence`,
      keys,
    ),
    ({ room }) => room,
  )
  const examined = (room: Room) =>
    examiner.room(room, members.get(room.room) ?? [], reactions.get(room.room) ?? [])
  const [first] = rooms
  if (rooms.length === 1 && first) {
    const examining = examined(first)
    for await (const message of messagesOf(ask, first.room)) examining.takeMessage(message)
    examining.end()
    return
  }
  const messages = Map.groupBy(
    await ask<RowOfRoom>(
      `SELECT room, ${EXAMINED_MESSAGE} FROM messages WHERE room = ANY ($1) ORDER BY room, sequence`,
      keys,
    ),
    ({ room }) => room,
  )
  for (const room of rooms) {
    const examining = examined(room)
    for (const message of messages.get(room.room) ?? []) examining.takeMessage(message)
    examining.end()
  }
}

async function* messagesOf(ask: Ask, room: number): AsyncGenerator<PlacedRow> {
  for (let after: number | null = -1; after !== null; ) {
    const messages: PlacedRow[] = await ask<PlacedRow>(
      `SELECT ${EXAMINED_MESSAGE} FROM messages WHERE room = $1 AND sequence > $2 ORDER BY sequence LIMIT ${MESSAGES_READ_MAX}`,
      [room, after],
    )
    yield* messages
    after = messages.at(-1)?.sequence ?? null
  }
}

/** What a foreign key would see to: that a message is of a room, and by one of its members. */
const strays = (ask: Ask) =>
  ask<{ roomId: string | null }>(
    `SELECT DISTINCT room_id AS "roomId" FROM messages LEFT JOIN rooms USING (room)
     WHERE NOT EXISTS (
       SELECT FROM members WHERE members.room = messages.room AND members.member_id = messages.author_id)
     LIMIT ${PROBLEMS_MAX}`,
  )
