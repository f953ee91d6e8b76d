import type { Client, StoredRoom } from '@confab/client'
import { ROOMS_PER_CONNECTION_MAX, type RoomId, type RoomSummary } from '@confab/protocol'
import type { AppStorage, Draft } from '../storage/app-storage.ts'
import type { KnownRooms } from './known-rooms.svelte.ts'
import { type Preview, previewOf } from './preview.ts'

/** Often enough to be lively, and one small question for the server, in milliseconds. */
const REFRESH_MS = 20_000

/** The list of rooms with what is new in each: from storage at once, from the server when it answers. */
export class Previews {
  #drafts = $state.raw<ReadonlyMap<RoomId, Draft>>(new Map())
  #stored = $state.raw<ReadonlyMap<RoomId, StoredRoom>>(new Map())
  #summaries = $state.raw<ReadonlyMap<RoomId, RoomSummary>>(new Map())
  readonly #client: Client
  readonly #storage: AppStorage
  readonly #knownRooms: KnownRooms

  constructor(client: Client, storage: AppStorage, knownRooms: KnownRooms) {
    this.#client = client
    this.#storage = storage
    this.#knownRooms = knownRooms
  }

  readonly list: readonly Preview[] = $derived.by(() =>
    this.#knownRooms.list.map((room) =>
      previewOf(
        room,
        this.#drafts.get(room.roomId) ?? null,
        this.#stored.get(room.roomId) ?? null,
        this.#summaries.get(room.roomId) ?? null,
      ),
    ),
  )

  async loadStored(): Promise<void> {
    await this.#knownRooms.load()
    const drafts = new Map<RoomId, Draft>()
    const stored = new Map<RoomId, StoredRoom>()
    await Promise.all(
      this.#knownRooms.list.map(async ({ roomId }) => {
        const draft = await this.#storage.loadDraft(roomId)
        if (draft) drafts.set(roomId, draft)
        const room = await this.#storage.loadRoom(roomId)
        if (room) stored.set(roomId, room)
      }),
    )
    this.#drafts = drafts
    this.#stored = stored
  }

  /** Asks now, on coming back to the page, and now and then. The answer ends it. */
  keepFresh(): () => void {
    const refresh = () => {
      if (document.visibilityState === 'visible') void this.refresh()
    }
    refresh()
    const timer = setInterval(refresh, REFRESH_MS)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }

  /** Asks the server; without an answer the list stays as it is. */
  async refresh(): Promise<void> {
    const asked = this.#knownRooms.list.slice(0, ROOMS_PER_CONNECTION_MAX)
    if (asked.length === 0) return
    const answer = await this.#client.fetchSummaries(
      asked.map(({ roomId, lastReadSequence }) => ({ roomId, after: lastReadSequence })),
    )
    if (!answer.ok) return
    this.#summaries = new Map(answer.value.map((summary) => [summary.roomId, summary]))
    for (const { roomId, room, lastRead } of answer.value) {
      const known = this.#knownRooms.byId(roomId)
      if (!known) continue
      // What was read on another device is read here as well.
      const lastReadSequence = Math.max(known.lastReadSequence, lastRead)
      const { title, code } = room
      if (known.title !== title || known.code !== code || known.lastReadSequence !== lastReadSequence)
        await this.#knownRooms.save({ ...known, title, code, lastReadSequence })
    }
  }
}
