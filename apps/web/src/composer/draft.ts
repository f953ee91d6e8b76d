import type { RoomId } from '@confab/protocol'
import type { AppStorage, Draft } from '../storage/app-storage.ts'

/** Keeps what stands unsent in one room's box. A storage that fails costs the draft's safety, never the writing. */
export class DraftKeeper {
  readonly #storage: AppStorage
  readonly #roomId: RoomId
  #isKeeping = false
  #unsaved: Draft | null = null

  constructor(storage: AppStorage, roomId: RoomId) {
    this.#storage = storage
    this.#roomId = roomId
  }

  load(): Promise<Draft | null> {
    return this.#storage.loadDraft(this.#roomId).catch(() => null)
  }

  /**
   * Notes what stands there now. It is kept at once, or as soon as what was noted before is on the disk: not every letter on a slow one, and no pause in
   * which the page could go and take it along. What a page begins to write while it goes is not always written.
   */
  change(draft: Draft): void {
    this.#unsaved = draft
    if (!this.#isKeeping) void this.#keep()
  }

  /** Keeps what is noted at once: the page may be about to go. */
  flush(): void {
    if (!this.#unsaved) return
    void this.#save(this.#unsaved)
    this.#unsaved = null
  }

  clear(): void {
    this.#unsaved = null
    void this.#save(null)
  }

  async #keep(): Promise<void> {
    this.#isKeeping = true
    while (this.#unsaved) {
      const draft = this.#unsaved
      this.#unsaved = null
      await this.#save(draft)
    }
    this.#isKeeping = false
  }

  #save(draft: Draft | null): Promise<void> {
    return this.#storage.saveDraft(this.#roomId, draft).catch(() => undefined)
  }
}
