import { type MemberId, parseRoomCode, type RoomCode } from '@confab/protocol'

/** Characters of what whoever runs the server writes down when settling a report; an order is short. */
export const SETTLE_NOTE_LENGTH_MAX = 500

/** What whoever runs the server wants done. */
export type Order =
  | { order: 'close-room'; code: RoomCode; isLocked: boolean }
  | { order: 'delete-room'; code: RoomCode }
  | { order: 'lift-ban'; code: RoomCode; memberId: MemberId }
  | { order: 'sign-out'; identity: number }
  | { order: 'settle-report'; report: number; note: string }

/** What came of an order. */
export type OrderOutcome =
  | { outcome: 'done' }
  /** It was so already. */
  | { outcome: 'unchanged' }
  /** A room was deleted; `hasFilesLeft` while bytes of its files are on their way out. */
  | { outcome: 'deleted'; hasFilesLeft: boolean }
  /** So many devices were signed out. */
  | { outcome: 'signed-out'; devices: number }
  | { outcome: 'not-found' }

/** An order, if that is one. It comes from a command of another version, perhaps. */
export function orderOf(value: unknown): Order | null {
  if (typeof value !== 'object' || value === null) return null
  const { order, code, isLocked, memberId, identity, report, note } = value as Record<string, unknown>
  if (order === 'sign-out')
    return Number.isSafeInteger(identity) ? { order, identity: identity as number } : null
  if (order === 'settle-report')
    return Number.isSafeInteger(report) && typeof note === 'string' && note.length <= SETTLE_NOTE_LENGTH_MAX
      ? { order, report: report as number, note }
      : null
  const room = typeof code === 'string' ? parseRoomCode(code) : null
  if (room === null) return null
  if (order === 'delete-room') return { order, code: room }
  if (order === 'close-room' && typeof isLocked === 'boolean') return { order, code: room, isLocked }
  if (order === 'lift-ban' && typeof memberId === 'string')
    return { order, code: room, memberId: memberId as MemberId }
  return null
}
