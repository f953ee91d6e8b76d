import { hash } from 'node:crypto'
import {
  type FillRandom,
  HANDED_NAMES_MAX,
  HANDED_ROOMS_MAX,
  HANDOFF_LIFE_MS,
  type HandedOff,
  type Handoff,
  type HandoffLooked,
  type HandoffRefusal,
  type LookHandoff,
  type RoomCode,
  type TakeHandoff,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { HANDOFFS_PER_ADDRESS } from '../limits.ts'
import { AddressBuckets, LookUpLimits } from '../rooms/rate-limit.ts'
import { createRoomCode } from '../rooms/room-code.ts'
import type { HandoffCodeHash, Store, TokenHash } from '../store/store.ts'
import { hashToken } from './tokens.ts'

/** What came of asking for a hand-off, or of taking one. */
export type HandoffAnswer<Answer> = { ok: true; answer: Answer } | { ok: false; refusal: HandoffRefusal }

const refused = (refusal: HandoffRefusal): { ok: false; refusal: HandoffRefusal } => ({ ok: false, refusal })

/** Codes that carry identities to other devices. Guessing them is made as slow as guessing rooms' codes, and they live five minutes. */
export class Handoffs {
  readonly #options: { store: Store; clock: Clock; fillRandom?: FillRandom }
  readonly #guesses: LookUpLimits
  readonly #makers: AddressBuckets
  readonly #lookers: AddressBuckets

  constructor(options: { store: Store; clock: Clock; fillRandom?: FillRandom }) {
    this.#options = options
    this.#guesses = new LookUpLimits(() => options.clock.monotonic())
    this.#makers = new AddressBuckets(HANDOFFS_PER_ADDRESS, () => options.clock.monotonic())
    this.#lookers = new AddressBuckets(HANDOFFS_PER_ADDRESS, () => options.clock.monotonic())
  }

  /** A code for whoever shows a token of an identity that is a member anywhere. */
  async make(address: string, tokenHash: TokenHash): Promise<HandoffAnswer<Handoff>> {
    const { store, clock, fillRandom } = this.#options
    const retryAfterMs = this.#makers.take(address)
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const code = createRoomCode(fillRandom)
    const at = clock.now()
    const isMade = await store.handoffs.make(tokenHash, hashOf(code), { at, after: at - HANDOFF_LIFE_MS })
    return isMade
      ? { ok: true, answer: { code, expiresAt: at + HANDOFF_LIFE_MS } }
      : refused({ code: 'forbidden' })
  }

  /** Who a code would make one. It is guessed no faster by this than by taking. */
  async look(address: string, { code }: LookHandoff): Promise<HandoffAnswer<HandoffLooked>> {
    const { store, clock } = this.#options
    const retryAfterMs = Math.max(this.#guesses.wait(address), this.#lookers.take(address))
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const after = clock.now() - HANDOFF_LIFE_MS
    const rooms = await store.handoffs.look(hashOf(code), { after, limit: HANDED_ROOMS_MAX })
    if (!rooms) {
      this.#guesses.failed(address)
      return refused({ code: 'not-found' })
    }
    const names = [...new Set(rooms.map(({ name }) => name))].slice(0, HANDED_NAMES_MAX)
    return { ok: true, answer: { names, roomsCount: rooms.length } }
  }

  /** The token of the other device proves the identity from now on; `label` is what that device is called. */
  async take(address: string, { code, token }: TakeHandoff, label = ''): Promise<HandoffAnswer<HandedOff>> {
    const { store, clock } = this.#options
    const retryAfterMs = this.#guesses.wait(address)
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const at = clock.now()
    const tokenHash = hashToken(token)
    const taking = { tokenHash, after: at - HANDOFF_LIFE_MS, limit: HANDED_ROOMS_MAX }
    const rooms = await store.handoffs.take(hashOf(code), taking)
    if (rooms) {
      await store.devices.note([{ tokenHash, label, at }])
      return { ok: true, answer: { rooms } }
    }
    this.#guesses.failed(address)
    return refused({ code: 'not-found' })
  }
}

/** What the server keeps of a code. Plain: whoever had the table would have five minutes for 50 bits, and the tokens' hashes beside it. */
const hashOf = (code: RoomCode): HandoffCodeHash => hash('sha256', code, 'hex') as HandoffCodeHash
