import type { AccountRefusalCode, RoomCode, RoomContract } from '@confab/protocol'
import { type Asked, type Asking, post } from './json-post.ts'

/** On which terms one enters the room with this code. Refused as 'not-found' for a code that leads nowhere, and as 'rate-limited' after many of those. */
export function fetchRoomContract(
  asking: Asking,
  code: RoomCode,
): Promise<Asked<RoomContract, AccountRefusalCode>> {
  return post(asking, '/rooms/contract', { body: { code } })
}
