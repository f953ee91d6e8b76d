import type { RoomCode, RoomId } from '@confab/protocol'
import { createContext } from 'svelte'
import type { AppStorage, KnownRoom } from '../storage/app-storage.ts'
import { number } from '../words/formats.ts'

/** What is new in a room, and what of it mentions this member. */
export type UnreadCounts = { unreadCount: number; mentionCount: number }

/** How a title begins while something is new: `(3) `, with an @ when somebody asked for them. */
export function unreadTitle({ unreadCount, mentionCount }: UnreadCounts): string {
  return unreadCount > 0 ? `(${mentionCount > 0 ? '@' : ''}${number(unreadCount)}) ` : ''
}

/** Codes of before that a browser remembers of a room. */
const FORMER_CODES_MAX = 8

/** The rooms this browser has been in, the one opened last first; what is changed here is kept in storage. */
export class KnownRooms {
  #unread = $state.raw<ReadonlyMap<RoomId, UnreadCounts>>(new Map())
  /** The room on the screen: what is new there is known here first. */
  current: RoomId | null = null
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

  /** What is new in a room, as far as anybody said. */
  unreadOf(roomId: RoomId): UnreadCounts | undefined {
    return this.#unread.get(roomId)
  }

  /** What is new in all of them. */
  get unread(): UnreadCounts {
    const all = { unreadCount: 0, mentionCount: 0 }
    for (const { roomId } of this.#list) {
      const counts = this.#unread.get(roomId)
      all.unreadCount += counts?.unreadCount ?? 0
      all.mentionCount += counts?.mentionCount ?? 0
    }
    return all
  }

  noteUnread(counts: Iterable<[RoomId, UnreadCounts]>): void {
    this.#unread = new Map([...this.#unread, ...counts])
  }

  byCode(code: RoomCode): KnownRoom | undefined {
    const { list } = this
    return list.find((room) => room.code === code) ?? list.find((room) => room.formerCodes?.includes(code))
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
    const before = this.byId(room.roomId)
    const codes = new Set([before?.code, ...(before?.formerCodes ?? [])])
    codes.delete(room.code)
    const formerCodes = [...codes].filter((code) => code !== undefined).slice(0, FORMER_CODES_MAX)
    const kept = formerCodes.length > 0 ? { ...room, formerCodes } : room
    this.#list = [kept, ...this.#list.filter((known) => known.roomId !== room.roomId)].sort(
      (a, b) => b.lastOpenedAt - a.lastOpenedAt,
    )
    await this.#storage.saveKnownRoom(kept)
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
