import { type FetchedDeeds, fetchDeeds } from '@confab/client'
import type { Deed, IdentityToken, RoomId } from '@confab/protocol'

/** What is there of the list. `isComing`: more of it is on its way. */
export type DeedListState =
  | { name: 'hidden' }
  | { name: 'shown'; deeds: readonly Deed[]; next: number | null; isComing: boolean }
  | { name: 'failed'; isForbidden: boolean }

/** Of which room it is asked, and as whom. */
export type DeedsAsked = { url: string; token: IdentityToken; roomId: RoomId }

/** What was done in a room, fetched page by page for as long as somebody looks. */
export class DeedList {
  state = $state.raw<DeedListState>({ name: 'hidden' })
  readonly #fetch: typeof fetchDeeds
  #looks = 0

  constructor(fetch: typeof fetchDeeds = fetchDeeds) {
    this.#fetch = fetch
  }

  /** The newest, in the place of what was shown. */
  show(asked: DeedsAsked): Promise<void> {
    return this.#load(asked, [], null)
  }

  /** Those below. */
  async older(asked: DeedsAsked): Promise<void> {
    if (this.state.name !== 'shown' || this.state.next === null || this.state.isComing) return
    await this.#load(asked, this.state.deeds, this.state.next)
  }

  hide(): void {
    this.#looks += 1
    this.state = { name: 'hidden' }
  }

  async #load({ url, token, roomId }: DeedsAsked, above: readonly Deed[], before: number | null) {
    this.#looks += 1
    const look = this.#looks
    this.state = { name: 'shown', deeds: above, next: before, isComing: true }
    const asked = { roomId, ...(before !== null && { before }) }
    const came: FetchedDeeds = await this.#fetch({ url, token, asked })
    // Somebody looked away meanwhile.
    if (look !== this.#looks) return
    if (came.ok) {
      const { deeds, next } = came.value
      this.state = { name: 'shown', deeds: [...above, ...deeds], next, isComing: false }
    } else this.state = { name: 'failed', isForbidden: came.code === 'not-found' }
  }
}
