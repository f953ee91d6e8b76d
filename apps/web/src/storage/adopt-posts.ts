import type { Client } from '@confab/client'
import type { RoomId, TabId } from '@confab/protocol'
import type { AppStorage } from './app-storage.ts'

/**
 * Takes over what a dead tab left unsent, or this one before its page was loaded anew. A client sends in rooms it is in, so those with something left are entered first;
 * this tab may be showing another room, or none.
 */
export async function adoptPosts(client: Client, storage: AppStorage, deadTab: TabId): Promise<void> {
  const orphaned: RoomId[] = []
  for (const { roomId } of await storage.loadKnownRooms()) {
    const unsent = [...(await storage.loadPosts(roomId)), ...(await storage.loadChanges(roomId))]
    if (unsent.some(({ tabId }) => tabId === deadTab)) orphaned.push(roomId)
  }
  for (const roomId of orphaned) {
    if (!client.rooms.has(roomId)) await client.resumeRoom(roomId)
  }
  if (orphaned.length > 0) await client.adoptPosts(deadTab)
}
