import type { RoomCode, RoomId } from '@confab/protocol'
import { createContext } from 'svelte'
import type { AppStorage, KnownRoom } from '../storage/app-storage.ts'

/** The rooms this browser has been in, the one opened last first; what is changed here is kept in storage. */
export class KnownRooms {
  #list = $state.raw<readonly KnownRoom[]>([])
  /** Entered in this life of the page by somebody who typed their name: they know who they are there. */
  readonly introduced = new Set<RoomId>()
  readonly #storage: AppStorage
  /** Counts own changes: what was read while one was made is stale. */
  #changes = 0

  constructor(storage: AppStorage) {
    this.#storage = storage
  }

  get list(): readonly KnownRoom[] {
    return this.#list
  }

  byCode(code: RoomCode): KnownRoom | undefined {
    return this.#list.find((room) => room.code === code)
  }

  byId(roomId: RoomId): KnownRoom | undefined {
    return this.#list.find((room) => room.roomId === roomId)
  }

  /** Reads storage anew: another tab may have changed it. */
  async load(): Promise<void> {
    for (;;) {
      const changes = this.#changes
      const list = await this.#storage.loadKnownRooms()
      if (changes !== this.#changes) continue
      this.#list = list
      return
    }
  }

  /** Adds a room, or changes what is known of it. */
  async save(room: KnownRoom): Promise<void> {
    this.#changes++
    this.#list = [room, ...this.#list.filter((known) => known.roomId !== room.roomId)].sort(
      (a, b) => b.lastOpenedAt - a.lastOpenedAt,
    )
    await this.#storage.saveKnownRoom(room)
    this.#changes++
  }

  async forget(roomId: RoomId): Promise<void> {
    this.#changes++
    this.#list = this.#list.filter((known) => known.roomId !== roomId)
    await this.#storage.forgetKnownRoom(roomId)
    this.#changes++
  }
}

export const [useKnownRooms, provideKnownRooms] = createContext<KnownRooms>()
