import {
  type BanMember,
  type ChangeCode,
  type ChangeRoom,
  type ChangeSettings,
  type CleanUp,
  can,
  type FillRandom,
  type HandOver,
  isCleanText,
  type MemberRecord,
  type MuteMember,
  type RemoveMember,
  type SetRole,
} from '@confab/protocol'
import type { NodeSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import type { Barring } from '../rooms/barring.ts'
import type { PasswordCheck } from '../rooms/password-check.ts'
import { type Refused, refusedBy } from '../rooms/refused.ts'
import { createRoomCode } from '../rooms/room-code.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Change } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** What those who lead a room do with it and with the people in it. */
export type LeadingCommand =
  | ChangeCode
  | CleanUp
  | ChangeRoom
  | ChangeSettings
  | SetRole
  | HandOver
  | RemoveMember
  | BanMember
  | MuteMember

/** What leading stands on. */
export type LeadingOptions = {
  rooms: Rooms
  clock: Clock
  passwordCheck: PasswordCheck
  barring: Barring
  tellNodes: (signal: NodeSignal) => void
  fillRandom?: FillRandom
}

/** Does what those who lead a room ask for. Whom it concerns is judged with the change, as they are then. */
export class Leading {
  readonly #options: LeadingOptions

  constructor(options: LeadingOptions) {
    this.#options = options
  }

  /** Answers `done` by itself. */
  async change(connection: Connection, command: LeadingCommand): Promise<Refused | null> {
    const { rooms, clock } = this.#options
    const me = rooms.get(command.roomId)?.memberOf(connection) ?? null
    if (!me || !mayAsk(me, command)) return { code: 'forbidden' }
    const password = command.type === 'change-settings' ? command.password : undefined
    const hashed =
      password === undefined ? null : await this.#options.passwordCheck.hash(password, connection.address)
    if (hashed && 'refused' in hashed) return hashed.refused
    const change = changeOf(command, me, clock.now(), this.#options.fillRandom)
    if (!change) return { code: 'invalid' }
    if (hashed && change.kind === 'change-settings') change.passwordHash = hashed.hash
    const refused = refusedBy(await rooms.changed(change))
    if (!refused && command.type === 'ban-member' && command.isBanned && command.withAddress)
      await this.#barAddress(command)
    if (!refused) connection.deliver(encodeForDelivery({ type: 'done', ref: command.ref }))
    return refused
  }

  /** After the ban, which stands whatever becomes of this. The other nodes know where those came from who came to them. */
  async #barAddress({ roomId, memberId }: BanMember): Promise<void> {
    this.#options.tellNodes({ kind: 'bar-address', room: roomId, memberId })
    await this.#options.barring.bar(roomId, memberId)
  }
}

/** Whether they may do it to anybody: who may not is refused before the store is asked. */
function mayAsk(me: MemberRecord, command: LeadingCommand): boolean {
  if (command.type === 'change-settings')
    return can(me, command.password === undefined ? 'lock-room' : 'change-settings')
  return can(me, command.type, { role: 'removed' })
}

/** The change somebody asks for; null if what it says cannot be. */
function changeOf(
  command: LeadingCommand,
  me: MemberRecord,
  at: number,
  fillRandom?: FillRandom,
): Change | null {
  const { roomId } = command
  const actorId = me.memberId
  switch (command.type) {
    case 'clean-up':
      return { kind: 'clean-up', roomId, memberId: actorId, since: command.since, above: command.above, at }
    case 'change-code':
      return { kind: 'change-code', roomId, memberId: actorId, code: createRoomCode(fillRandom), at }
    case 'change-room': {
      const title = command.title.trim()
      if (!isCleanText(title) || title.includes('\n')) return null
      return { kind: 'change-room', roomId, memberId: actorId, title, at }
    }
    case 'change-settings': {
      const { isLocked, whoPosts, whoExports, capacity, entry, isGuarded, slowMs, newcomersSee, keptHours } =
        command
      return {
        kind: 'change-settings',
        roomId,
        memberId: actorId,
        ...(isLocked === undefined ? {} : { isLocked }),
        ...(whoPosts === undefined ? {} : { whoPosts }),
        ...(whoExports === undefined ? {} : { whoExports }),
        ...(capacity === undefined ? {} : { capacity }),
        ...(entry === undefined ? {} : { entry }),
        ...(isGuarded === undefined ? {} : { isGuarded }),
        ...(slowMs === undefined ? {} : { slowMs }),
        ...(newcomersSee === undefined ? {} : { newcomersSee }),
        ...(keptHours === undefined ? {} : { keptHours }),
        at,
      }
    }
    case 'remove-member':
      return { kind: 'remove-member', roomId, memberId: command.memberId, ownerId: actorId, at }
    case 'set-role':
      return { kind: 'set-role', roomId, memberId: command.memberId, actorId, role: command.role, at }
    case 'ban-member':
      return {
        kind: 'ban-member',
        roomId,
        memberId: command.memberId,
        actorId,
        isBanned: command.isBanned,
        at,
      }
    case 'mute-member': {
      const { memberId, forMs } = command
      return { kind: 'mute-member', roomId, memberId, actorId, until: at + forMs, at }
    }
    case 'hand-over':
      return { kind: 'hand-over', roomId, memberId: command.memberId, actorId, at }
  }
}
