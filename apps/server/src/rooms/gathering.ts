import type { MemberId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { PRESENCE_GATHER_MS, PRESENCE_TELLINGS } from '../limits.ts'
import { type Bucket, fullBucket, takeToken } from './rate-limit.ts'

/**
 * Members of whom there is something to tell, until it is told: those of one moment together, and one of whom there is always
 * something to tell only so often. What is told is what holds by then.
 */
export class Gathering {
  readonly #clock: Clock
  readonly #tell: (due: MemberId[]) => void
  readonly #noted = new Set<MemberId>()
  /** How often each of those of whom was told lately may be told of again. */
  readonly #tellings = new Map<MemberId, Bucket>()
  #telling: { at: number; cancel: () => void } | null = null

  constructor(clock: Clock, tell: (due: MemberId[]) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  note(memberId: MemberId): void {
    this.#noted.add(memberId)
    this.#plan(PRESENCE_GATHER_MS)
  }

  /** Takes out all of whom nothing was told yet, for whoever tells everything anew. */
  takeAll(): MemberId[] {
    const noted = [...this.#noted]
    this.close()
    return noted
  }

  close(): void {
    this.#noted.clear()
    this.#telling?.cancel()
    this.#telling = null
  }

  #plan(afterMs: number): void {
    const at = this.#clock.monotonic() + afterMs
    if (this.#telling && this.#telling.at <= at) return
    this.#telling?.cancel()
    const cancel = this.#clock.after(afterMs, () => {
      this.#telling = null
      const due = this.#due()
      this.#forgetTellings()
      if (due.length > 0) this.#tell(due)
    })
    this.#telling = { at, cancel }
  }

  /** Takes out those who may be told of now. */
  #due(): MemberId[] {
    const now = this.#clock.monotonic()
    const due: MemberId[] = []
    for (const memberId of this.#noted) {
      const bucket = this.#tellings.get(memberId) ?? fullBucket(PRESENCE_TELLINGS)
      const taken = takeToken(PRESENCE_TELLINGS, bucket, now)
      if (taken.ok) {
        this.#noted.delete(memberId)
        due.push(memberId)
        // Taken out and put in again, the one told of longest ago is always the first.
        this.#tellings.delete(memberId)
        this.#tellings.set(memberId, taken.bucket)
      } else this.#plan(taken.retryAfterMs)
    }
    return due
  }

  /** Buckets that are full again say nothing. */
  #forgetTellings(): void {
    const fullAfterMs = (PRESENCE_TELLINGS.burst / PRESENCE_TELLINGS.perSecond) * 1_000
    for (const [memberId, { at }] of this.#tellings) {
      if (this.#clock.monotonic() - at < fullAfterMs) return
      this.#tellings.delete(memberId)
    }
  }
}
