import {
  type AnswerKnock,
  type AskIn,
  CONTRACT_LEADERS_MAX,
  type ContractTold,
  createId,
  type FetchKnocks,
  type FillRandom,
  type JoinRoom,
  KNOCK_LIFE_MS,
  KNOCKS_PER_ROOM_MAX,
  type KnockId,
  type RoomCode,
  type RoomId,
  type WithdrawKnock,
} from '@confab/protocol'
import type { NodeSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import { CONTRACTS_PER_ADDRESS, KNOCKS_PER_ADDRESS } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import type { Barring } from '../rooms/barring.ts'
import type { Entrance } from '../rooms/entrance.ts'
import { checkName } from '../rooms/names.ts'
import type { PasswordCheck } from '../rooms/password-check.ts'
import {
  AddressBuckets,
  addressBlocks,
  type Bucket,
  chargeIn,
  type LookUpLimits,
  waitIn,
} from '../rooms/rate-limit.ts'
import { type Refused, whyRefused } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import { contractOf } from '../rooms/room-contract.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Store } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** How long somebody is told to wait where as many knock already as may, in milliseconds: some of them are answered by then. */
const FULL_RETRY_MS = 30_000

/** What doors stand on. */
export type DoorsOptions = {
  rooms: Rooms
  entrance: Entrance
  barring: Barring
  passwordCheck: PasswordCheck
  store: Store
  lookUps: LookUpLimits
  clock: Clock
  counters: Counters
  tellNodes: (signal: NodeSignal) => void
  fillRandom?: FillRandom
}

/** What is told before somebody enters, or why it is not. */
export type Contract = { ok: true; answer: ContractTold } | { ok: false; refusal: Limited }

type Limited = { code: 'rate-limited'; retryAfterMs: number }

/** What people ask for at a room's door, outside by its code, inside by who they are. */
export type DoorCommand = JoinRoom | AskIn | WithdrawKnock | FetchKnocks | AnswerKnock

/** The doors of rooms: who comes by a code, who has to ask first, and who answers them. */
export class Doors {
  readonly #options: DoorsOptions
  readonly #knocking = new Map<string, Bucket>()
  readonly #contracts: AddressBuckets

  constructor(options: DoorsOptions) {
    this.#options = options
    this.#contracts = new AddressBuckets(CONTRACTS_PER_ADDRESS, () => options.clock.monotonic())
  }

  /** Enters by a code. What is wrong with the code is counted against the address. */
  async join(connection: Connection, command: JoinRoom): Promise<Refused | null> {
    const { entrance, passwordCheck } = this.#options
    return (
      this.#mayLookUp(connection) ??
      entrance.join(connection, command, {
        onUnknownCode: () => this.#failed(connection),
        showPassword: (roomId, password) => passwordCheck.show(connection.address, roomId, password),
      })
    )
  }

  /**
   * On which terms one comes in, for whoever has the code. Where the code alone does not let in, nobody's name is told. A code that leads
   * nowhere is counted like one that was entered: asking here first is no way to guess faster.
   */
  async contract(address: string, code: RoomCode): Promise<Contract> {
    const retryAfterMs = this.#contracts.take(address)
    const limited: Limited | null =
      retryAfterMs > 0 ? { code: 'rate-limited', retryAfterMs } : this.#mayLookUp({ address })
    if (limited) return { ok: false, refusal: limited }
    const { rooms, store, clock } = this.#options
    const roomId = await rooms.find(code)
    const plate = roomId && (await store.doors.readPlate(roomId, CONTRACT_LEADERS_MAX))
    if (!plate) this.#failed({ address })
    return { ok: true, answer: { contract: plate && contractOf(plate, clock.now()) } }
  }

  /** Answers `done` by itself, or with who knocks. */
  async run(connection: Connection, command: Exclude<DoorCommand, JoinRoom>): Promise<Refused | null> {
    switch (command.type) {
      case 'ask-in':
        return this.#byCode(connection, command, (roomId) => this.#askIn(connection, command, roomId))
      case 'withdraw-knock':
        return this.#byCode(connection, command, async (roomId) => {
          await this.#options.store.doors.withdraw(roomId, connection.tokenHash)
          return null
        })
      case 'fetch-knocks':
        return this.#fetch(connection, command)
      case 'answer-knock':
        return this.#answer(connection, command)
    }
  }

  async #byCode(
    connection: Connection,
    { ref, code }: AskIn | WithdrawKnock,
    work: (roomId: RoomId) => Promise<Refused | null>,
  ): Promise<Refused | null> {
    const limited = this.#mayLookUp(connection)
    if (limited) return limited
    const roomId = await this.#options.rooms.find(code as RoomCode)
    if (!roomId) {
      this.#failed(connection)
      return { code: 'not-found' }
    }
    const refused = await work(roomId)
    if (!refused) connection.deliver(encodeForDelivery({ type: 'done', ref }))
    return refused
  }

  async #askIn({ tokenHash, address }: Connection, command: AskIn, roomId: RoomId): Promise<Refused | null> {
    const { store, clock, barring, fillRandom } = this.#options
    const checked = checkName(command.name)
    if (!checked.ok) return { code: 'name-unusable' }
    const standing = await store.readStanding(tokenHash, roomId)
    // Whoever is in comes in without asking.
    if (standing === 'member') return null
    if (standing === 'banned' || standing === 'revoked') return whyRefused(store, tokenHash, roomId)
    if (await barring.isBarred(roomId, address)) return { code: 'banned' }
    const block = addressBlocks(address).address
    const retryAfterMs = waitIn(this.#knocking, KNOCKS_PER_ADDRESS, block, clock.monotonic())
    if (retryAfterMs > 0) return { code: 'rate-limited', retryAfterMs }
    chargeIn(this.#knocking, KNOCKS_PER_ADDRESS, block, clock.monotonic())
    const knock = { knockId: createId<KnockId>(fillRandom), name: checked.name, askedAt: clock.now() }
    const bounds = { lifeMs: KNOCK_LIFE_MS, limit: KNOCKS_PER_ROOM_MAX }
    const outcome = await store.doors.knock(roomId, tokenHash, knock, bounds)
    if (outcome === 'full') return { code: 'busy', retryAfterMs: FULL_RETRY_MS }
    return outcome === 'done' ? null : { code: 'not-found' }
  }

  async #fetch(connection: Connection, { ref, roomId }: FetchKnocks): Promise<Refused | null> {
    const { store, clock } = this.#options
    const knocks = await store.doors.readKnocks(roomId, connection.tokenHash, clock.now() - KNOCK_LIFE_MS)
    if (!knocks) return { code: 'forbidden' }
    const told = knocks.slice(0, KNOCKS_PER_ROOM_MAX)
    connection.deliver(encodeForDelivery({ type: 'knocks', ref, roomId, knocks: told }))
    return null
  }

  async #answer(connection: Connection, command: AnswerKnock): Promise<Refused | null> {
    const { ref, roomId, knockId, isLetIn } = command
    const at = this.#options.clock.now()
    const answer = { knockId, isLetIn, after: at - KNOCK_LIFE_MS, at }
    const outcome = await this.#options.store.doors.answer(roomId, connection.tokenHash, answer)
    if (outcome !== 'done') return { code: outcome }
    connection.deliver(encodeForDelivery({ type: 'done', ref }))
    return null
  }

  #mayLookUp({ address }: { address: string }): Limited | null {
    const retryAfterMs = this.#options.lookUps.wait(address)
    if (retryAfterMs === 0) return null
    this.#options.counters.lookUpsLimited += 1
    return { code: 'rate-limited', retryAfterMs }
  }

  /** A code led nowhere, so that guessing can be made slow. */
  #failed({ address }: { address: string }): void {
    const { counters, tellNodes, lookUps } = this.#options
    counters.lookUpsFailed += 1
    tellNodes({ kind: 'look-up-failed', ...lookUps.failed(address) })
  }
}
