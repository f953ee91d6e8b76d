import type { RoomCode, RoomId } from '@confab/protocol'
import { createContext } from 'svelte'
import type { AppStorage, KnownRoom } from '../storage/app-storage.ts'

/** The rooms this browser has been in, the one opened last first; what is changed here is kept in storage. */
export class KnownRooms {
  #list = $state.raw<readonly KnownRoom[]>([])
  readonly #storage: AppStorage

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
    this.#list = await this.#storage.loadKnownRooms()
  }

  /** Adds a room, or changes what is known of it. */
  async save(room: KnownRoom): Promise<void> {
    this.#list = [room, ...this.#list.filter((known) => known.roomId !== room.roomId)].sort(
      (a, b) => b.lastOpenedAt - a.lastOpenedAt,
    )
    await this.#storage.saveKnownRoom(room)
  }

  async forget(roomId: RoomId): Promise<void> {
    this.#list = this.#list.filter((known) => known.roomId !== roomId)
    await this.#storage.forgetKnownRoom(roomId)
  }
}

export const [useKnownRooms, provideKnownRooms] = createContext<KnownRooms>()
