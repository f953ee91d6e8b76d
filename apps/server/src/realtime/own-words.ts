import { HANDED_ROOMS_MAX, type MemberId, type RoomId } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { ERASE_MAX, ERASE_STEP_MAX } from '../limits.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { type Store, StoreUnavailable, type TokenHash } from '../store/store.ts'

/** What own words stand on. `deleted` hears that files may have to be erased. */
export type OwnWordsOptions = { rooms: Rooms; store: Store; clock: Clock; deleted(): void }

/**
 * Deletes what somebody wrote, in every room they are in: each message by itself, as if they had done it by hand, so nobody brings it back. What
 * was done is done; whoever asks again goes on there.
 */
export class OwnWords {
  readonly #options: OwnWordsOptions

  constructor(options: OwnWordsOptions) {
    this.#options = options
  }

  /** Answers whether nothing is left: past `ERASE_MAX` messages it is to be asked again. */
  async erase(tokenHash: TokenHash): Promise<boolean> {
    const { store, deleted } = this.#options
    let left = ERASE_MAX
    for (const { roomId, memberId } of (await store.devices.rooms(tokenHash, HANDED_ROOMS_MAX)) ?? []) {
      left -= await this.#eraseIn(roomId, memberId, tokenHash, left)
      if (left <= 0) break
    }
    if (left < ERASE_MAX) deleted()
    return left > 0
  }

  /** Answers how many were deleted, at most about `limit`. */
  async #eraseIn(roomId: RoomId, memberId: MemberId, tokenHash: TokenHash, limit: number): Promise<number> {
    const { store, rooms, clock } = this.#options
    const query = {
      needles: [],
      from: { memberId },
      after: null,
      before: null,
      hasFile: false,
      hasLink: false,
    }
    let erased = 0
    let before: number | null = null
    do {
      const found = await store.search(roomId, { query, before, limit: ERASE_STEP_MAX }, tokenHash)
      if (!found) return erased
      const done = await Promise.all(
        found.results.map(({ messageId }) =>
          rooms.changed({ kind: 'delete-message', roomId, messageId, memberId, at: clock.now() }),
        ),
      )
      if (done.some(({ outcome }) => outcome === 'unavailable' || outcome === 'busy'))
        throw new StoreUnavailable('What somebody wrote was not all deleted.')
      erased += done.length
      before = found.next
    } while (before !== null && erased < limit)
    return erased
  }
}
