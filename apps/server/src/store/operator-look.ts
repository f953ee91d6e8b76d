import { IS_DELETED } from './deleted-rooms.ts'

/** Asks a database, whichever it is, in words both understand; values are `$1`, `$2`. */
export type Look = <Row>(sql: string, values?: readonly (string | number)[]) => Promise<Row[]>

/** A room, as whoever runs the server sees it. Times in milliseconds. */
export type RoomLine = {
  code: string
  title: string
  createdAt: number
  changedAt: number
  members: number
  messages: number
  fileBytes: number
  isLocked: boolean
}

/** Somebody in a room, or who was; `user` is who they are in all rooms. */
export type MemberLine = { name: string; role: string; memberId: string; user: number; joinedAt: number }

/** Somebody banned from a room. */
export type BanLine = { code: string; title: string; name: string; memberId: string; user: number }

/** How many there are. `signedIn` have a device that is not signed out, `accounts` a passkey or a password. */
export type UserCounts = {
  users: number
  signedIn: number
  accounts: number
  withPasskey: number
  withPassword: number
}

/** One user. */
export type UserDetails = {
  user: number
  createdAt: number
  loginName: string | null
  passkeys: number
  devices: { label: string; createdAt: number | null; seenAt: number | null; isSignedOut: boolean }[]
  rooms: { code: string; title: string; name: string; role: string }[]
}

const number = (sql: string) => `CAST((${sql}) AS bigint)`

const ROOM = `SELECT r.code, r.title, r.created_at AS "createdAt", r.latest_at AS "changedAt", r.settings,
  ${number("SELECT count(*) FROM members m WHERE m.room = r.room AND m.role NOT IN ('removed', 'banned')")} AS members,
  ${number('SELECT count(*) FROM messages s WHERE s.room = r.room')} AS messages,
  ${number('SELECT coalesce(sum(f.bytes), 0) FROM files f WHERE f.room = r.room')} AS "fileBytes"
  FROM rooms r WHERE NOT ${IS_DELETED.replace('room_id', 'r.room_id')}`

type RoomRow = Omit<RoomLine, 'isLocked'> & { settings: string | null }

function roomLine({ settings, ...row }: RoomRow): RoomLine {
  const { isLocked = false } = JSON.parse(settings ?? '{}') as { isLocked?: boolean }
  return { ...row, isLocked }
}

/** The rooms something happened in last, and how many there are in all. */
export async function lookAtRooms(look: Look, limit: number): Promise<{ all: number; rooms: RoomLine[] }> {
  const [count] = await look<{ all: number }>(`SELECT count(*) AS "all" FROM rooms WHERE NOT ${IS_DELETED}`)
  const rows = await look<RoomRow>(`${ROOM} ORDER BY r.latest_at DESC, r.room LIMIT $1`, [limit])
  return { all: Number(count?.all), rooms: rows.map(roomLine) }
}

/** One room with everybody who is, or was, in it; null if there is none with this code. */
export async function lookAtRoom(
  look: Look,
  code: string,
): Promise<(RoomLine & { people: MemberLine[] }) | null> {
  const [row] = await look<RoomRow>(`${ROOM} AND r.code = $1`, [code])
  if (!row) return null
  const people = await look<MemberLine>(
    `SELECT m.name, m.role, m.member_id AS "memberId", m.identity AS "user", m.joined_at AS "joinedAt"
     FROM members m JOIN rooms r ON r.room = m.room WHERE r.code = $1 ORDER BY m.sequence`,
    [code],
  )
  return { ...roomLine(row), people }
}

/** Who is banned, in the room with this code or, if null, anywhere. */
export const lookAtBans = (look: Look, code: string | null): Promise<BanLine[]> =>
  look<BanLine>(
    `SELECT r.code, r.title, m.name, m.member_id AS "memberId", m.identity AS "user"
     FROM members m JOIN rooms r ON r.room = m.room
     WHERE m.role = 'banned' ${code === null ? '' : 'AND r.code = $1'} ORDER BY r.code, m.version DESC`,
    code === null ? [] : [code],
  )

/** How many users there are. */
export async function countUsers(look: Look): Promise<UserCounts> {
  const [counts] = await look<UserCounts>(
    `SELECT ${number('SELECT count(*) FROM identities')} AS users,
       ${number('SELECT count(DISTINCT identity) FROM tokens WHERE revoked_at IS NULL')} AS "signedIn",
       ${number('SELECT count(*) FROM (SELECT identity FROM passkeys UNION SELECT identity FROM passwords) AS proved')} AS accounts,
       ${number('SELECT count(DISTINCT identity) FROM passkeys')} AS "withPasskey",
       ${number('SELECT count(*) FROM passwords')} AS "withPassword"`,
  )
  if (!counts) throw new Error('a count without an answer')
  return counts
}

/** One user; null if there is none. */
export async function lookAtUser(look: Look, user: number): Promise<UserDetails | null> {
  const [row] = await look<Omit<UserDetails, 'devices' | 'rooms'>>(
    `SELECT i.identity AS "user", i.created_at AS "createdAt", p.login_name AS "loginName",
       ${number('SELECT count(*) FROM passkeys k WHERE k.identity = i.identity')} AS passkeys
     FROM identities i LEFT JOIN passwords p ON p.identity = i.identity WHERE i.identity = $1`,
    [user],
  )
  if (!row) return null
  type Device = { label: string; createdAt: number | null; seenAt: number | null; revokedAt: number | null }
  const devices = await look<Device>(
    `SELECT label, created_at AS "createdAt", seen_at AS "seenAt", revoked_at AS "revokedAt" FROM tokens
     WHERE identity = $1 ORDER BY coalesce(seen_at, 0) DESC, token_hash`,
    [user],
  )
  const rooms = await look<UserDetails['rooms'][number]>(
    `SELECT r.code, r.title, m.name, m.role FROM members m JOIN rooms r ON r.room = m.room
     WHERE m.identity = $1 AND NOT ${IS_DELETED.replace('room_id', 'r.room_id')} ORDER BY m.joined_at DESC, r.room`,
    [user],
  )
  return {
    ...row,
    devices: devices.map(({ revokedAt, ...device }) => ({ ...device, isSignedOut: revokedAt !== null })),
    rooms,
  }
}
