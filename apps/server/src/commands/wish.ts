import { type MemberId, parseRoomCode, type RoomCode } from '@confab/protocol'
import { SETTLE_NOTE_LENGTH_MAX } from '../operator/order.ts'

/** What whoever runs the server asks for: to see something, or to have something done. */
export type Wish =
  | { wish: 'rooms'; limit: number }
  | { wish: 'room' | 'close-room' | 'open-room' | 'delete-room'; code: RoomCode }
  | { wish: 'bans'; code: RoomCode | null }
  | { wish: 'lift-ban'; code: RoomCode; memberId: MemberId }
  | { wish: 'users' }
  | { wish: 'user' | 'sign-out'; user: number }
  | { wish: 'reports'; limit: number }
  | { wish: 'report'; report: number }
  | { wish: 'settle-report'; report: number; note: string }

/** Rooms, or reports, that are listed unless told otherwise, and at most. */
const LISTED = 100
const LISTED_MAX = 1_000_000

const FIRST_WORDS = ['rooms', 'bans', 'users', 'reports'] as const

/** Whether a command is about what whoever runs the server sees and does. */
export const isOperators = (word: string | undefined): boolean => FIRST_WORDS.some((one) => one === word)

type Asked = { isSure: boolean; limit: string | undefined; note: string | undefined }
type Wrong = { wrong: string }

/** Understands what is behind `rooms`, `bans`, `users` or `reports`. */
export function readWish([about, verb, ...rest]: readonly string[], asked: Asked): Wish | Wrong {
  const { isSure, limit, note } = asked
  if (limit !== undefined && ((about !== 'rooms' && about !== 'reports') || verb !== undefined))
    return { wrong: '--limit belongs to rooms and to reports' }
  if (note !== undefined && !(about === 'reports' && verb === 'settle'))
    return { wrong: '--note belongs to reports settle' }
  if (isSure && !(about === 'rooms' && verb === 'delete')) return { wrong: '--yes belongs to rooms delete' }
  if (about === 'rooms') return readRooms(verb, rest, asked)
  if (about === 'reports') return readReports(verb, rest, asked)
  return about === 'bans' ? readBans(verb, rest) : readUsers(verb, rest)
}

function readRooms(
  verb: string | undefined,
  rest: readonly string[],
  { isSure, limit }: Asked,
): Wish | Wrong {
  if (verb === undefined) {
    const count = readLimit(limit)
    return count === null ? NO_LIMIT : { wish: 'rooms', limit: count }
  }
  const wish = { show: 'room', close: 'close-room', open: 'open-room', delete: 'delete-room' } as const
  if (!Object.hasOwn(wish, verb))
    return { wrong: `rooms can be shown, closed, opened and deleted, not “${verb}”` }
  const read = readCode(rest[0])
  if (typeof read !== 'string') return read
  if (rest.length > 1) return { wrong: `confab rooms ${verb} takes one code` }
  if (verb === 'delete' && !isSure)
    return { wrong: 'Deleting a room cannot be undone. If it is meant, say so: --yes' }
  return { wish: wish[verb as keyof typeof wish], code: read }
}

function readBans(verb: string | undefined, rest: readonly string[]): Wish | Wrong {
  if (verb === undefined) return { wish: 'bans', code: null }
  if (verb !== 'lift') {
    if (rest.length > 0) return { wrong: 'confab bans takes one code' }
    const read = readCode(verb)
    return typeof read === 'string' ? { wish: 'bans', code: read } : read
  }
  const [code, memberId, ...more] = rest
  const read = readCode(code)
  if (typeof read !== 'string') return read
  if (memberId === undefined || more.length > 0)
    return { wrong: 'confab bans lift needs the code and the member, as confab bans lists them' }
  return { wish: 'lift-ban', code: read, memberId: memberId as MemberId }
}

function readUsers(verb: string | undefined, rest: readonly string[]): Wish | Wrong {
  if (verb === undefined) return { wish: 'users' }
  if (verb !== 'show' && verb !== 'sign-out')
    return { wrong: `users can be shown and signed out, not “${verb}”` }
  const user = Number(rest[0])
  if (rest.length !== 1 || !Number.isSafeInteger(user) || user < 1)
    return { wrong: `confab users ${verb} needs a number, as confab rooms show lists them` }
  return { wish: verb === 'show' ? 'user' : 'sign-out', user }
}

function readReports(
  verb: string | undefined,
  rest: readonly string[],
  { limit, note = '' }: Asked,
): Wish | Wrong {
  if (verb === undefined) {
    const count = readLimit(limit)
    return count === null ? NO_LIMIT : { wish: 'reports', limit: count }
  }
  if (verb !== 'show' && verb !== 'settle')
    return { wrong: `reports can be shown and settled, not “${verb}”` }
  const report = Number(rest[0])
  if (rest.length !== 1 || !Number.isSafeInteger(report) || report < 1)
    return { wrong: `confab reports ${verb} needs a number, as confab reports lists them` }
  if (note.length > SETTLE_NOTE_LENGTH_MAX)
    return { wrong: `A note has ${SETTLE_NOTE_LENGTH_MAX} characters at most` }
  return verb === 'show' ? { wish: 'report', report } : { wish: 'settle-report', report, note }
}

const NO_LIMIT: Wrong = { wrong: '--limit is a number from 1 on' }

function readLimit(limit: string | undefined): number | null {
  const count = Number(limit ?? LISTED)
  return Number.isSafeInteger(count) && count > 0 && count <= LISTED_MAX ? count : null
}

function readCode(text: string | undefined) {
  const code = text === undefined ? null : parseRoomCode(text)
  return (
    code ?? { wrong: text === undefined ? 'Which room? Its code is missing' : `“${text}” is no room code` }
  )
}
