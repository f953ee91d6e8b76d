import type { AccountRefusalCode, ContractTold, RoomCode, RoomContract } from '@confab/protocol'
import { type Asked, type Asking, post } from './json-post.ts'

/** On which terms one enters the room with this code; null for one that leads nowhere. Refused as 'rate-limited' after many of those. */
export async function fetchRoomContract(
  asking: Asking,
  code: RoomCode,
): Promise<Asked<RoomContract | null, AccountRefusalCode>> {
  const told = await post<ContractTold, AccountRefusalCode>(asking, '/rooms/contract', { body: { code } })
  return told.ok ? { ok: true, value: told.value.contract } : told
}
