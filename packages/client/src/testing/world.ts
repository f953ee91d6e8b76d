import type { RoomCode, TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { createClient } from '../client.ts'
import type { Room } from '../room.ts'
import { type ClientStorage, memoryStorage } from '../storage.ts'
import { createFakeClock } from './fake-clock.ts'
import { createSeededFill, createSeededRandom } from './seeded-random.ts'
import { createTinyServer } from './tiny-server.ts'

/** The code of the room that every world has. */
export const KITCHEN = 'k1tchen000' as RoomCode

/** A server, and clients that are called by name. */
export function createWorld(limits: { replayMax?: number; latencyMs?: number; heartbeatMs?: number } = {}) {
  const clock = createFakeClock()
  const random = createSeededRandom(7)
  const fillRandom = createSeededFill(random)
  const server = createTinyServer(clock, fillRandom, limits)
  const kitchen = server.openRoom(KITCHEN)
  const options = {
    url: 'ws://harbour/ws',
    clock,
    openSocket: server.openSocket,
    fetch: server.uploads.fetch,
    random,
    fillRandom,
  }
  const createOne = (tab = 'ana', storage: ClientStorage = memoryStorage()) =>
    createClient({ ...options, storage, clientName: 'test/1', tabId: anId<TabId>(tab) })
  async function openAndJoin(tab = 'ana', storage: ClientStorage = memoryStorage()) {
    const client = createOne(tab, storage)
    client.open()
    const joining = client.joinRoom(KITCHEN, 'Ana')
    await clock.run(100)
    const answer = await joining
    if (!answer.ok) throw new Error(answer.refusal.code)
    return { client, room: answer.value, storage }
  }
  return { clock, server, kitchen, options, createOne, openAndJoin }
}

/** What is on screen: bodies of confirmed messages, then of pending ones in brackets with their state. */
export function shown(room: Room): string[] {
  const { records, pending } = room.view.timeline
  return [
    ...records.flatMap((record) => (record.kind === 'message' ? [record.body] : [])),
    ...pending.map((post) => `[${post.body} ${post.state}]`),
  ]
}
