import type { TakenIdentity } from '@confab/client'
import { DATABASE_NAME, openDatabase } from '../storage/database.ts'

const STORES = ['settings', 'known-rooms', 'rooms', 'drafts', 'posts', 'changes', 'files'] as const

/**
 * This browser is somebody else from now on: nothing is left of who it was, and everything is there of who it is. In one go, so that it
 * is never half of each. Rejects when the browser does not keep it.
 */
export async function takeOver({ token, rooms }: TakenIdentity, databaseName = DATABASE_NAME): Promise<void> {
  const database = await openDatabase(databaseName)
  try {
    const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' })
    const knownRooms = transaction.objectStore('known-rooms')
    const now = Date.now()
    await Promise.all([
      ...STORES.map((name) => transaction.objectStore(name).clear()),
      transaction.objectStore('settings').put(token, 'token'),
      rooms[0] && transaction.objectStore('settings').put(rooms[0].name, 'name'),
      // Listed in the order they were joined in; how far each was read the server knows.
      ...rooms.map((room, at) => knownRooms.put({ ...room, lastReadSequence: 0, lastOpenedAt: now - at })),
      transaction.done,
    ])
  } finally {
    database.close()
  }
}
