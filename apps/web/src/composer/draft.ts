import type { RoomId } from '@confab/protocol'
import type { AppStorage, Draft } from '../storage/app-storage.ts'

/** A draft is written at once, and then this often while it changes, in milliseconds: not every letter. */
const SAVE_EVERY_MS = 300

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

  /** Notes what stands there now. It is kept at once, or soon: a page that is about to go may not get round to it. */
  change(draft: Draft): void {
    this.#unsaved = draft
    if (this.#timer === undefined) this.#keep()
  }

  /** Keeps what is noted at once: the page may be about to go. */
  flush(): void {
    if (!this.#unsaved) return
    this.#save(this.#unsaved)
    this.#unsaved = null
  }

  clear(): void {
    this.#unsaved = null
    this.#save(null)
  }

  #keep(): void {
    this.#timer = undefined
    if (!this.#unsaved) return
    this.flush()
    this.#timer = setTimeout(() => this.#keep(), SAVE_EVERY_MS)
  }

  #save(draft: Draft | null): void {
    this.#storage.saveDraft(this.#roomId, draft).catch(() => undefined)
  }
}
