import type { TakenIdentity } from '@confab/client'
import { DATABASE_NAME, openDatabase } from '../storage/database.ts'

const STORES = ['settings', 'known-rooms', 'rooms', 'drafts', 'posts', 'changes', 'files'] as const

/**
 * This browser is somebody else from now on: nothing is left of who it was, and everything is there of who it is. In one go, so that it
 * is never half of each. Rejects when the browser does not keep it.
 */
export async function takeOver({ token, rooms }: TakenIdentity, databaseName = DATABASE_NAME): Promise<void> {
  const now = Date.now()
  await replaceEverything(databaseName, (put) => {
    put('settings', token, 'token')
    if (rooms[0]) put('settings', rooms[0].name, 'name')
    // Listed in the order they were joined in; how far each was read the server knows.
    for (const [at, room] of rooms.entries())
      put('known-rooms', { ...room, lastReadSequence: 0, lastOpenedAt: now - at })
  })
}

/** Nothing is left of who this browser was. Rejects when the browser does not let go of it. */
export function forgetEverything(databaseName = DATABASE_NAME): Promise<void> {
  return replaceEverything(databaseName, () => {})
}

async function replaceEverything(
  databaseName: string,
  fill: (put: (store: 'settings' | 'known-rooms', value: unknown, key?: string) => void) => void,
): Promise<void> {
  const database = await openDatabase(databaseName)
  try {
    const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' })
    const asked: Promise<unknown>[] = STORES.map((name) => transaction.objectStore(name).clear())
    fill((store, value, key) => {
      asked.push(transaction.objectStore(store).put(value as never, key as never))
    })
    await Promise.all([...asked, transaction.done])
  } finally {
    database.close()
  }
}
