import type { Order, OrderOutcome } from '../operator/order.ts'
import type { BanLine, lookAtRoom, lookAtRooms, UserCounts, UserDetails } from '../store/operator-look.ts'
import { NO_REPORT } from './report-words.ts'
import { codeWords, plain, table, timeWords } from './terminal.ts'
import { count, sizeWords } from './words.ts'

type Found<Call extends (...args: never[]) => Promise<unknown>> = Awaited<ReturnType<Call>>

/** `confab rooms` */
export function roomsWords({ all, rooms }: Found<typeof lookAtRooms>): string {
  if (rooms.length === 0) return 'There are no rooms.\n'
  const lines = rooms.map((room) => [
    codeWords(room.code),
    String(room.members),
    String(room.messages),
    sizeWords(room.fileBytes),
    timeWords(room.changedAt),
    `${room.isLocked ? '[closed] ' : ''}${plain(room.title)}`,
  ])
  const rest = all > rooms.length ? `and ${count(all - rooms.length, 'room')} more: --limit ${all}\n` : ''
  return `${table(['CODE', 'MEMBERS', 'MESSAGES', 'FILES', 'LAST (UTC)', 'TITLE'], lines)}${rest}`
}

/** `confab rooms show` */
export function roomWords(room: Found<typeof lookAtRoom>): string {
  if (!room) return NO_ROOM
  const facts = [
    `${codeWords(room.code)}  ${plain(room.title)}`.trimEnd(),
    `made ${timeWords(room.createdAt)}, last ${timeWords(room.changedAt)} (UTC)`,
    `${count(room.members, 'member')}, ${count(room.messages, 'message')}, ${sizeWords(room.fileBytes)} of files`,
    ...(room.isLocked ? ['closed to newcomers'] : []),
  ]
  const people = room.people.map(({ name, role, memberId, user, joinedAt }) => [
    memberId,
    String(user),
    role,
    timeWords(joinedAt),
    plain(name),
  ])
  return `${facts.join('\n')}\n\n${table(['MEMBER', 'USER', 'ROLE', 'JOINED (UTC)', 'NAME'], people)}`
}

/** `confab bans` */
export const bansWords = (bans: readonly BanLine[]): string =>
  bans.length === 0
    ? 'Nobody is banned.\n'
    : table(
        ['CODE', 'MEMBER', 'USER', 'NAME', 'ROOM'],
        bans.map(({ code, memberId, user, name, title }) => [
          codeWords(code),
          memberId,
          String(user),
          plain(name),
          plain(title),
        ]),
      )

/** `confab users` */
export function countsWords({ users, signedIn, accounts, withPasskey, withPassword }: UserCounts): string {
  return (
    `${count(users, 'user')}, ${signedIn.toLocaleString('en')} of them signed in somewhere\n` +
    `${count(accounts, 'account')}: ${withPasskey.toLocaleString('en')} with a passkey, ${withPassword.toLocaleString('en')} with a password\n`
  )
}

/** `confab users show` */
export function userWords(user: UserDetails | null): string {
  if (!user) return NO_USER
  const { loginName, passkeys, devices, rooms } = user
  const proofs = [
    ...(loginName === null ? [] : [`signs in as ${plain(loginName)}`]),
    ...(passkeys > 0 ? [count(passkeys, 'passkey')] : []),
  ]
  const seen = devices.map((device) => [
    timeWords(device.createdAt),
    timeWords(device.seenAt),
    `${device.isSignedOut ? '[signed out] ' : ''}${plain(device.label)}`,
  ])
  const places = rooms.map(({ code, role, name, title }) => [
    codeWords(code),
    role,
    plain(name),
    plain(title),
  ])
  return (
    `user ${user.user}, since ${timeWords(user.createdAt)} (UTC), ${proofs.join(', ') || 'a guest'}\n\n` +
    `${table(['SINCE', 'SEEN (UTC)', 'DEVICE'], seen)}\n${table(['CODE', 'ROLE', 'NAME', 'ROOM'], places)}`
  )
}

const NO_ROOM = 'There is no room with this code.\n'
const NO_USER = 'There is no user with this number.\n'
const NOTHING: Record<Order['order'], string> = {
  'close-room': NO_ROOM,
  'delete-room': NO_ROOM,
  'lift-ban': 'There is no such room, or nobody in it with this id.\n',
  'sign-out': NO_USER,
  'settle-report': NO_REPORT,
}

/** What became of an order. */
export function outcomeWords(order: Order, outcome: OrderOutcome): string {
  switch (outcome.outcome) {
    case 'not-found':
      return NOTHING[order.order]
    case 'unchanged':
      return 'It was so already.\n'
    case 'deleted':
      return `The room is deleted${outcome.hasFilesLeft ? '; the bytes of its files follow within minutes, while a server runs' : ', and nothing of it is left'}.\n`
    case 'signed-out':
      return `Signed out on ${count(outcome.devices, 'device')}.\n`
    case 'done':
      return DONE[`${order.order}${'isLocked' in order && !order.isLocked ? ' open' : ''}`] ?? ''
  }
}

const DONE: Record<string, string> = {
  'close-room': 'The room lets nobody new in. Who is in it stays.\n',
  'close-room open': 'The room lets people in again.\n',
  'lift-ban': 'They may come again, by the code.\n',
  'settle-report': 'The report is settled. It is erased in two weeks.\n',
}
