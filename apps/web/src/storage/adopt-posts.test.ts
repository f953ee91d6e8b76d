import type { ChangeId } from '@confab/client'
import type { RoomCode, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { FakeClient } from '../gallery/fake-client.ts'
import { adoptPosts } from './adopt-posts.ts'
import type { KnownRoom } from './app-storage.ts'
import { MemoryAppStorage } from './memory-app-storage.ts'

async function aStorage(): Promise<MemoryAppStorage> {
  const storage = new MemoryAppStorage()
  for (const name of ['kitchen', 'harbour']) {
    const room: KnownRoom = {
      roomId: anId(name),
      code: 'k7m4qp2x9d' as RoomCode,
      title: name,
      memberId: anId('ana'),
      name: 'Ana',
      lastReadSequence: 0,
      lastOpenedAt: 1,
    }
    await storage.saveKnownRoom(room)
  }
  await storage.savePost({
    roomId: anId<RoomId>('kitchen'),
    messageId: anId('one'),
    body: 'one',
    createdAt: 1,
    tabId: anId('dead'),
    refusal: null,
  })
  return storage
}

test('[D7] a tab that shows no room enters the one where a dead tab left something, and only that', async () => {
  const client = new FakeClient()
  await adoptPosts(client, await aStorage(), anId('dead'))
  expect(client.asked).toEqual([`resume ${anId('kitchen')}`, `adopt ${anId('dead')}`])
})

test('[D7] a change of a message that a dead tab left is something, too', async () => {
  const client = new FakeClient()
  const storage = await aStorage()
  await storage.saveChange({
    roomId: anId<RoomId>('harbour'),
    changeId: anId<ChangeId>('change'),
    wish: { kind: 'delete', messageId: anId('message') },
    createdAt: 1,
    tabId: anId('gone'),
    refusal: null,
  })
  await adoptPosts(client, storage, anId('gone'))
  expect(client.asked).toEqual([`resume ${anId('harbour')}`, `adopt ${anId('gone')}`])
})

test('a dead tab that left nothing costs nothing', async () => {
  const client = new FakeClient()
  await adoptPosts(client, await aStorage(), anId('another'))
  expect(client.asked).toEqual([])
})
