import { type Client, type StoredRoom, withoutExpired } from '@confab/client'
import { ROOMS_PER_CONNECTION_MAX, type RoomId, type RoomSummary } from '@confab/protocol'
import { createSubscriber } from 'svelte/reactivity'
import { ignoredIn, rememberedIgnored } from '../room/ignored.ts'
import type { AppStorage, Draft } from '../storage/app-storage.ts'
import type { KnownRooms } from './known-rooms.svelte.ts'
import { type Preview, previewOf } from './preview.ts'

/** Often enough to be lively, and one small question for the server, in milliseconds. */
const REFRESH_MS = 20_000
/** Who begins to show it so soon after it was asked for need not ask again, in milliseconds. */
const JUST_NOW_MS = 1_000
/** Of a page that nobody looks at every so many-th time. */
const HIDDEN_TICKS = 3

const made = new WeakMap<KnownRooms, Previews>()

/** The previews of these rooms: one for the life of the page, whoever shows them. */
export function previewsOf(client: Client, storage: AppStorage, knownRooms: KnownRooms): Previews {
  const known = made.get(knownRooms)
  if (known) return known
  const previews = new Previews(client, storage, knownRooms)
  made.set(knownRooms, previews)
  return previews
}

/** The list of rooms with what is new in each: from storage at once, from the server when it answers. */
export class Previews {
  #drafts = $state.raw<ReadonlyMap<RoomId, Draft>>(new Map())
  #stored = $state.raw<ReadonlyMap<RoomId, StoredRoom>>(new Map())
  #summaries = $state.raw<ReadonlyMap<RoomId, RoomSummary>>(new Map())
  #watchers = 0
  #askedAt = -Infinity
  #stop: (() => void) | null = null
  readonly #client: Client
  readonly #followClient: () => void
  readonly #storage: AppStorage
  readonly #knownRooms: KnownRooms

  constructor(client: Client, storage: AppStorage, knownRooms: KnownRooms) {
    this.#client = client
    this.#followClient = createSubscriber((changed) => client.subscribe(changed))
    this.#storage = storage
    this.#knownRooms = knownRooms
  }

  // Not a $derived: it outlives the component that made it.
  get list(): readonly Preview[] {
    this.#followClient()
    const ignored = this.#client.view.attention?.ignored ?? rememberedIgnored()
    return this.#knownRooms.list.map((room) => ({
      ...previewOf(
        room,
        this.#drafts.get(room.roomId) ?? null,
        this.#stored.get(room.roomId) ?? null,
        this.#summaries.get(room.roomId) ?? null,
        (memberId) => ignoredIn(ignored, room.roomId).has(memberId),
      ),
      ...this.#knownRooms.unreadOf(room.roomId),
    }))
  }

  async loadStored(): Promise<void> {
    await this.#knownRooms.load()
    const drafts = new Map<RoomId, Draft>()
    const stored = new Map<RoomId, StoredRoom>()
    await Promise.all(
      this.#knownRooms.list.map(async ({ roomId }) => {
        const draft = await this.#storage.loadDraft(roomId)
        if (draft) drafts.set(roomId, draft)
        const room = await this.#storage.loadRoom(roomId)
        if (room) stored.set(roomId, withoutExpired(room, this.#client.serverNow()))
      }),
    )
    this.#drafts = drafts
    this.#stored = stored
  }

  /** Asks now, on coming back to the page, and now and then; while nobody looks less often, for the title alone. The answer ends it. */
  keepFresh(): () => void {
    let ticks = 0
    const refresh = () => {
      ticks += 1
      if (document.visibilityState === 'visible' || ticks % HIDDEN_TICKS === 0) void this.refresh()
    }
    // Several lists may show it at once: one asks for all.
    this.#watchers += 1
    if (this.#watchers === 1) {
      const timer = setInterval(refresh, REFRESH_MS)
      document.addEventListener('visibilitychange', refresh)
      this.#stop = () => {
        clearInterval(timer)
        document.removeEventListener('visibilitychange', refresh)
      }
    }
    if (performance.now() - this.#askedAt > JUST_NOW_MS) refresh()
    return () => {
      this.#watchers -= 1
      if (this.#watchers === 0) this.#stop?.()
    }
  }

  /** Asks the server; without an answer the list stays as it is. */
  async refresh(): Promise<void> {
    const asked = this.#knownRooms.list.slice(0, ROOMS_PER_CONNECTION_MAX)
    if (asked.length === 0) return
    this.#askedAt = performance.now()
    const answer = await this.#client.fetchSummaries(
      asked.map(({ roomId, lastReadSequence }) => ({ roomId, after: lastReadSequence })),
    )
    if (!answer.ok) return
    this.#summaries = new Map(answer.value.map((summary) => [summary.roomId, summary]))
    this.#knownRooms.noteUnread(
      answer.value
        .filter(({ roomId }) => roomId !== this.#knownRooms.current)
        .map(({ roomId, unreadCount, mentionCount }) => [roomId, { unreadCount, mentionCount }]),
    )
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
