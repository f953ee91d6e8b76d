import { type ClaimRoom, can, type MemberRecord, type SetOwnerCode } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { hashRecoveryCode } from '../identities/recovery-codes.ts'
import { PASSWORD_TRIES_PER_ADDRESS, type RateLimit } from '../limits.ts'
import { addressBlocks, type Bucket, chargeIn, waitIn } from '../rooms/rate-limit.ts'
import { type Refused, refusedBy } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Store } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** What is asked about the code that makes somebody the owner of a room. */
export type OwnershipCommand = SetOwnerCode | ClaimRoom

type OwnershipOptions = {
  rooms: Rooms
  store: Store
  clock: Clock
  /** How many wrong codes one address has; as many as is usual, unless told. */
  triesPerAddress?: RateLimit
}

/**
 * The code that makes somebody the owner of a room: the owner sets it, and whoever is in the room and says it is the owner. Wrong ones are counted by address, before
 * the store is asked; what is settled is judged with the change, so of two who say it at once, on any nodes, one owns the room.
 */
export class Ownership {
  readonly #options: OwnershipOptions
  readonly #addresses = new Map<string, Bucket>()

  constructor(options: OwnershipOptions) {
    this.#options = options
  }

  /** Answers `done` by itself. */
  async run(connection: Connection, command: OwnershipCommand): Promise<Refused | null> {
    const me = this.#options.rooms.get(command.roomId)?.memberOf(connection) ?? null
    if (!me || !can(me, command.type)) return { code: 'forbidden' }
    const refused =
      command.type === 'set-owner-code'
        ? await this.#set(me, command)
        : await this.#claim(connection, me, command)
    if (!refused) connection.deliver(encodeForDelivery({ type: 'done', ref: command.ref }))
    return refused
  }

  async #set({ memberId }: MemberRecord, { roomId, code }: SetOwnerCode): Promise<Refused | null> {
    const { rooms, store, clock } = this.#options
    const codeHash = hashRecoveryCode(code)
    if (codeHash === null) return { code: 'invalid' }
    // Sent again after a lost answer: it holds already.
    const [kept, plate] = await Promise.all([
      store.doors.readOwnerCode(roomId),
      store.doors.readPlate(roomId, 0),
    ])
    if (kept?.hash === codeHash && kept.since === plate?.settings.ownerCodeSince) return null
    return refusedBy(
      await rooms.changed({ kind: 'set-owner-code', roomId, memberId, codeHash, at: clock.now() }),
    )
  }

  async #claim(
    { address }: Connection,
    { memberId }: MemberRecord,
    { roomId, code }: ClaimRoom,
  ): Promise<Refused | null> {
    const { rooms, clock, triesPerAddress = PASSWORD_TRIES_PER_ADDRESS } = this.#options
    const block = addressBlocks(address).address
    const retryAfterMs = waitIn(this.#addresses, triesPerAddress, block, clock.monotonic())
    if (retryAfterMs > 0) return { code: 'rate-limited', retryAfterMs }
    const meant = await this.#meant(roomId, code)
    const refused: Refused | null = meant
      ? refusedBy(
          await rooms.changed({
            kind: 'claim-room',
            roomId,
            memberId,
            codeSince: meant.since,
            madeBy: meant.madeBy,
            at: clock.now(),
          }),
        )
      : { code: 'not-found' }
    if (refused?.code === 'not-found') chargeIn(this.#addresses, triesPerAddress, block, clock.monotonic())
    return refused
  }

  /** Null for what is not the last code that was set there. */
  async #meant(roomId: ClaimRoom['roomId'], typed: string) {
    const codeHash = hashRecoveryCode(typed)
    const kept = codeHash === null ? null : await this.#options.store.doors.readOwnerCode(roomId)
    return kept?.hash === codeHash ? kept : null
  }
}
