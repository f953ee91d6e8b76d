import { hash } from 'node:crypto'
import {
  type FillRandom,
  HANDED_ROOMS_MAX,
  HANDOFF_LIFE_MS,
  type HandedOff,
  type Handoff,
  type HandoffRefusal,
  type RoomCode,
  type TakeHandoff,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { HANDOFF_BLOCKS_MAX, HANDOFFS_PER_ADDRESS } from '../limits.ts'
import { addressBlocks, type Bucket, fullBucket, LookUpLimits, takeToken } from '../rooms/rate-limit.ts'
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
  /** Who made some lately, the latest last. */
  readonly #makers = new Map<string, Bucket>()

  constructor(options: { store: Store; clock: Clock; fillRandom?: FillRandom }) {
    this.#options = options
    this.#guesses = new LookUpLimits(() => options.clock.monotonic())
  }

  /** A code for whoever shows a token of an identity that is a member anywhere. */
  async make(address: string, tokenHash: TokenHash): Promise<HandoffAnswer<Handoff>> {
    const { store, clock, fillRandom } = this.#options
    const retryAfterMs = this.#charge(address)
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const code = createRoomCode(fillRandom)
    const at = clock.now()
    const isMade = await store.handoffs.make(tokenHash, hashOf(code), { at, after: at - HANDOFF_LIFE_MS })
    return isMade
      ? { ok: true, answer: { code, expiresAt: at + HANDOFF_LIFE_MS } }
      : refused({ code: 'forbidden' })
  }

  /** The token of the other device proves the identity from now on. */
  async take(address: string, { code, token }: TakeHandoff): Promise<HandoffAnswer<HandedOff>> {
    const { store, clock } = this.#options
    const retryAfterMs = this.#guesses.wait(address)
    if (retryAfterMs > 0) return refused({ code: 'rate-limited', retryAfterMs })
    const after = clock.now() - HANDOFF_LIFE_MS
    const taking = { tokenHash: hashToken(token), after, limit: HANDED_ROOMS_MAX }
    const rooms = await store.handoffs.take(hashOf(code), taking)
    if (rooms) return { ok: true, answer: { rooms } }
    this.#guesses.failed(address)
    return refused({ code: 'not-found' })
  }

  /** How long this address has to wait before it makes another, in milliseconds; 0 when it need not. */
  #charge(address: string): number {
    const { address: block } = addressBlocks(address)
    const before = this.#makers.get(block) ?? fullBucket(HANDOFFS_PER_ADDRESS)
    const taken = takeToken(HANDOFFS_PER_ADDRESS, before, this.#options.clock.monotonic())
    this.#makers.delete(block)
    this.#makers.set(block, taken.bucket)
    const [oldest] = this.#makers.keys()
    if (this.#makers.size > HANDOFF_BLOCKS_MAX && oldest !== undefined) this.#makers.delete(oldest)
    return taken.ok ? 0 : taken.retryAfterMs
  }
}

/** What the server keeps of a code. Plain: whoever had the table would have five minutes for 50 bits, and the tokens' hashes beside it. */
const hashOf = (code: RoomCode): HandoffCodeHash => hash('sha256', code, 'hex') as HandoffCodeHash
