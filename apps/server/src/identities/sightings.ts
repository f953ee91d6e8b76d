import type { Clock } from '../clock.ts'
import {
  SIGHTING_REST_MS,
  SIGHTINGS_HELD_MS,
  SIGHTINGS_REMEMBERED_MAX,
  SIGHTINGS_STEP_MAX,
} from '../limits.ts'
import type { DeviceNote, Store, TokenHash } from '../store/store.ts'

/**
 * Where tokens were seen last, for the lists of devices of those they belong to. A crowd that comes back is one write of what is new, and
 * what is not written, because a server died or a disk was away, is written the next time.
 */
export class Sightings {
  readonly #options: { store: Store; clock: Clock }
  /** When each was noted, the one seen first first. */
  readonly #seen = new Map<TokenHash, number>()
  #held: DeviceNote[] = []
  #cancel: (() => void) | null = null

  constructor(options: { store: Store; clock: Clock }) {
    this.#options = options
  }

  /** This token is here, in a browser of that name. */
  see(tokenHash: TokenHash, label: string): void {
    const { clock } = this.#options
    const now = clock.monotonic()
    const before = this.#seen.get(tokenHash)
    if (before !== undefined && now - before < SIGHTING_REST_MS) return
    this.#seen.delete(tokenHash)
    this.#seen.set(tokenHash, now)
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > SIGHTINGS_REMEMBERED_MAX && oldest !== undefined) this.#seen.delete(oldest)
    if (this.#held.length >= SIGHTINGS_REMEMBERED_MAX) return
    this.#held.push({ tokenHash, label, at: clock.now() })
    this.#schedule()
  }

  close(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#held = []
  }

  #schedule(): void {
    this.#cancel ??= this.#options.clock.after(SIGHTINGS_HELD_MS, () => {
      this.#cancel = null
      const notes = this.#held.splice(0, SIGHTINGS_STEP_MAX)
      this.#options.store.devices.note(notes).catch(() => {
        for (const { tokenHash } of notes) this.#seen.delete(tokenHash)
      })
      if (this.#held.length > 0) this.#schedule()
    })
  }
}
