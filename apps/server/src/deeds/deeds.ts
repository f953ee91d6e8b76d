import { type AccountRefusal, type AskDeeds, DEEDS_PAGE_MAX, type DeedsTold } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { DEED_PAGES_PER_ADDRESS } from '../limits.ts'
import { AddressBuckets } from '../rooms/rate-limit.ts'
import type { Store, TokenHash } from '../store/store.ts'

/** A page of entries, or why there is none. */
export type DeedsAnswer = { ok: true; answer: DeedsTold } | { ok: false; refusal: AccountRefusal }

/** What those who lead rooms did in them, for those who may read it. */
export class Deeds {
  readonly #store: Pick<Store, 'deeds'>
  readonly #buckets: AddressBuckets

  constructor({ store, clock }: { store: Pick<Store, 'deeds'>; clock: Clock }) {
    this.#store = store
    this.#buckets = new AddressBuckets(DEED_PAGES_PER_ADDRESS, () => clock.monotonic())
  }

  /** Whether the room is not there, or whoever asks does not lead it, is the same answer. */
  async read(address: string, tokenHash: TokenHash, asked: AskDeeds): Promise<DeedsAnswer> {
    const retryAfterMs = this.#buckets.take(address)
    if (retryAfterMs > 0) return { ok: false, refusal: { code: 'rate-limited', retryAfterMs } }
    const { roomId, before = null } = asked
    const told = await this.#store.deeds.read(roomId, tokenHash, { before, limit: DEEDS_PAGE_MAX })
    return told ? { ok: true, answer: told } : { ok: false, refusal: { code: 'not-found' } }
  }
}
