import type { RoomCode, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { KnownRooms, unreadTitle } from './known-rooms.svelte.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

async function know(...roomIds: RoomId[]): Promise<KnownRooms> {
  const rooms = new KnownRooms(new MemoryAppStorage())
  for (const roomId of roomIds)
    await rooms.save({
      roomId,
      code: roomId.slice(0, 10) as RoomCode,
      title: '',
      memberId: anId('ana'),
      name: 'Ana',
      lastReadSequence: 0,
      lastOpenedAt: 1,
    })
  return rooms
}

test('what is new is counted over all rooms, each as it was told last', async () => {
  const rooms = await know(kitchen, harbour)
  rooms.noteUnread([
    [kitchen, { unreadCount: 3, mentionCount: 0 }],
    [harbour, { unreadCount: 2, mentionCount: 1 }],
  ])
  expect(rooms.unread).toEqual({ unreadCount: 5, mentionCount: 1 })

  rooms.noteUnread([[harbour, { unreadCount: 0, mentionCount: 0 }]])
  expect(rooms.unread).toEqual({ unreadCount: 3, mentionCount: 0 })

  await rooms.forget(kitchen)
  expect(rooms.unread.unreadCount).toBe(0)
})

test('a title begins with what is new, and says whether it is for them', () => {
  expect(unreadTitle({ unreadCount: 0, mentionCount: 0 })).toBe('')
  expect(unreadTitle({ unreadCount: 3, mentionCount: 0 })).toBe('(3) ')
  expect(unreadTitle({ unreadCount: 3, mentionCount: 1 })).toBe('(@3) ')
})
