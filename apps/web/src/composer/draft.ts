import type { RoomId } from '@confab/protocol'
import type { AppStorage, Draft } from '../storage/app-storage.ts'

/** A draft is written this long after the last key, in milliseconds: a pause, not every letter. */
const SAVE_AFTER_MS = 300

/** Keeps what stands unsent in one room's box. A storage that fails costs the draft's safety, never the writing. */
export class DraftKeeper {
  readonly #storage: AppStorage
  readonly #roomId: RoomId
  #timer: ReturnType<typeof setTimeout> | undefined
  #unsaved: Draft | null = null

  constructor(storage: AppStorage, roomId: RoomId) {
    this.#storage = storage
    this.#roomId = roomId
  }

  load(): Promise<Draft | null> {
    return this.#storage.loadDraft(this.#roomId).catch(() => null)
  }

  /** Notes what stands there now; it is kept soon. */
  change(draft: Draft): void {
    this.#unsaved = draft
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), SAVE_AFTER_MS)
  }

  /** Keeps what is noted at once: the page may be about to go. */
  flush(): void {
    clearTimeout(this.#timer)
    if (!this.#unsaved) return
    this.#save(this.#unsaved)
    this.#unsaved = null
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#unsaved = null
    this.#save(null)
  }

  #save(draft: Draft | null): void {
    this.#storage.saveDraft(this.#roomId, draft).catch(() => undefined)
  }
}
