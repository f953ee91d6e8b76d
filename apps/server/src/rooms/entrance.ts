import {
  type CreateRoom,
  createId,
  type Epoch,
  type FillRandom,
  type JoinRoom,
  type MemberId,
  type ResumeRoom,
  type RoomCode,
  type RoomId,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { type LimitsConfig, readLimitsConfig } from '../limits-config.ts'
import type { Store } from '../store/store.ts'
import { type Barring, blockOf } from './barring.ts'
import type { CreationKeys } from './creation-keys.ts'
import { checkName, suggestName } from './names.ts'
import type { Shown } from './password-check.ts'
import { type Bucket, chargeIn, waitIn } from './rate-limit.ts'
import { type Refused, refusedBy, whyRefused } from './refused.ts'
import { createRoomCode } from './room-code.ts'
import type { RoomConnection } from './room-connection.ts'
import type { Rooms } from './rooms.ts'

/** Suggestions looked at before giving up on having one. */
const SUGGESTIONS_MAX = 20

/** What the entrance stands on. */
export type EntranceOptions = {
  rooms: Rooms
  store: Store
  clock: Clock
  barring?: Barring
  /** What making a room takes; nothing, unless told. */
  creationKeys?: CreationKeys
  /** How many rooms one address makes, and how many come into one; what is usual, unless told. */
  limits?: Pick<LimitsConfig, 'roomsPerAddress' | 'membersPerRoom'>
  fillRandom?: FillRandom
}

/** Who stands at the door of a room that somebody comes to by its code. */
export type AtTheDoor = {
  /** Told of a code that leads nowhere, so that guessing can be made slow. */
  onUnknownCode: () => void
  showPassword: (roomId: RoomId, password: string) => Promise<Shown>
}

/** The ways into a room: making it, joining by its code, coming back. Answers null when the connection is in. */
export class Entrance {
  readonly #options: EntranceOptions
  readonly #limits: NonNullable<EntranceOptions['limits']>
  /** Whence rooms were made. */
  readonly #makers = new Map<string, Bucket>()

  constructor(options: EntranceOptions) {
    this.#options = options
    this.#limits = options.limits ?? readLimitsConfig({})
  }

  async create(connection: RoomConnection, command: CreateRoom): Promise<Refused | null> {
    const { fillRandom, clock, rooms, creationKeys } = this.#options
    const keyless = creationKeys?.show(connection.address, command.creationKey)
    if (keyless) return keyless
    const name = checkName(command.name)
    if (!name.ok) return { code: 'name-unusable' }
    const maker = blockOf(connection.address)
    const retryAfterMs =
      maker === null ? 0 : waitIn(this.#makers, this.#limits.roomsPerAddress, maker, clock.monotonic())
    // One that is there already is answered again.
    if (retryAfterMs > 0 && !rooms.get(command.roomId)) return { code: 'rate-limited', retryAfterMs }
    const settled = await rooms.changed({
      kind: 'create-room',
      roomId: command.roomId,
      code: createRoomCode(fillRandom),
      epoch: createId<Epoch>(fillRandom),
      tokenHash: connection.tokenHash,
      memberId: createId<MemberId>(fillRandom),
      name: name.name,
      nameSkeleton: name.skeleton,
      at: clock.now(),
    })
    if (settled.outcome === 'applied' && maker !== null)
      chargeIn(this.#makers, this.#limits.roomsPerAddress, maker, clock.monotonic())
    const refused = refusedBy(settled)
    // Only a revoked token may not make a room.
    if (refused?.code === 'forbidden') return this.#whyRefused(connection, null)
    return refused ?? this.#enter(connection, command.ref, command.roomId, null)
  }

  async join(
    connection: RoomConnection,
    command: JoinRoom,
    { onUnknownCode, showPassword }: AtTheDoor,
  ): Promise<Refused | null> {
    const name = checkName(command.name)
    if (!name.ok) return { code: 'name-unusable' }
    const { fillRandom, clock, rooms } = this.#options
    const code = command.code as RoomCode
    const roomId = await rooms.find(code)
    if (!roomId) {
      onUnknownCode()
      return { code: 'not-found' }
    }
    if (await this.#isBarred(roomId, connection)) return { code: 'banned' }
    // Only who says one is asked for one; who is in needs none, whatever they say.
    const shown = command.password === undefined ? null : await showPassword(roomId, command.password)
    if (shown && 'refused' in shown) return shown.refused
    // Open before the change, so that whoever is in hears of it.
    await rooms.open(roomId)
    rooms.remember(code, roomId)
    const settled = await rooms.changed({
      kind: 'join-room',
      roomId,
      tokenHash: connection.tokenHash,
      memberId: createId<MemberId>(fillRandom),
      name: name.name,
      nameSkeleton: name.skeleton,
      code,
      ...(shown?.since ? { passwordSince: shown.since } : {}),
      ...(this.#limits.membersPerRoom !== null && { membersMax: this.#limits.membersPerRoom }),
      at: clock.now(),
    })
    const refused = refusedBy(settled)
    if (refused?.code === 'forbidden') return this.#whyRefused(connection, roomId)
    if (refused?.code === 'not-found') {
      // The room has another code by now.
      rooms.forgetCode(code)
      onUnknownCode()
    }
    if (refused?.code === 'name-taken') {
      const suggestion = await this.#suggest(roomId, name.name)
      return suggestion ? { ...refused, suggestion } : refused
    }
    return refused ?? this.#enter(connection, command.ref, roomId, null)
  }

  resume(connection: RoomConnection, command: Omit<ResumeRoom, 'type'>): Promise<Refused | null> {
    return this.#enter(connection, command.ref, command.roomId, command.cursor)
  }

  async #enter(
    connection: RoomConnection,
    ref: ResumeRoom['ref'],
    roomId: RoomId,
    cursor: ResumeRoom['cursor'],
  ): Promise<Refused | null> {
    const room = await this.#options.rooms.open(roomId)
    if (!room || !(await room.enter(connection, ref, cursor))) return this.#whyRefused(connection, roomId)
    const me = room.memberOf(connection)
    if (me) this.#options.barring?.entered(roomId, me.memberId, connection.address)
    return null
  }

  /** Whoever is in is not looked at for where they come from. */
  async #isBarred(roomId: RoomId, { tokenHash, address }: RoomConnection): Promise<boolean> {
    const { barring, store } = this.#options
    if (!(await barring?.isBarred(roomId, address))) return false
    return (await store.readStanding(tokenHash, roomId)) !== 'member'
  }

  #whyRefused({ tokenHash }: RoomConnection, roomId: RoomId | null): Promise<Refused> {
    return whyRefused(this.#options.store, tokenHash, roomId)
  }

  async #suggest(roomId: RoomId, name: string): Promise<string | null> {
    const candidates = new Map<string, string>()
    suggestName(name, (candidate) => {
      const checked = checkName(candidate)
      if (checked.ok) candidates.set(candidate, checked.skeleton)
      return candidates.size >= SUGGESTIONS_MAX
    })
    const taken = await this.#options.store.readTakenNames(roomId, [...candidates.values()])
    for (const [candidate, skeleton] of candidates) if (!taken.has(skeleton)) return candidate
    return null
  }
}
