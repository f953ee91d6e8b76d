import type { TakenIdentity } from '@confab/client'
import { replaceEverything } from '../storage/everything.ts'

/**
 * This browser is somebody else from now on: nothing is left of who it was, and everything is there of who it is. Rejects when the browser
 * does not keep it.
 */
export function takeOver({ token, rooms }: TakenIdentity, databaseName?: string): Promise<void> {
  const now = Date.now()
  return replaceEverything((put) => {
    put('settings', token, 'token')
    if (rooms[0]) put('settings', rooms[0].name, 'name')
    // Listed in the order they were joined in; how far each was read the server knows.
    for (const [at, room] of rooms.entries())
      put('known-rooms', { ...room, lastReadSequence: 0, lastOpenedAt: now - at })
  }, databaseName)
}
