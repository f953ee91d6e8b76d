import type { HandedRoom } from '@confab/protocol'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import { type Disk, memberBy, roomRecordOf } from './memory-disk.ts'

/** Whether a token proves anybody. */
export const isAnybody = (disk: Disk, tokenHash: TokenHash): boolean =>
  !disk.revoked.has(tokenHash) && [...disk.rooms.values()].some(({ owners }) => owners.has(tokenHash))

/** The tokens of one identity, this one among them: those that are over, too. */
export function tokensOf(disk: Disk, tokenHash: TokenHash): Set<TokenHash> {
  const known = disk.identities.get(tokenHash) ?? new Set([tokenHash])
  disk.identities.set(tokenHash, known)
  return known
}

/** Another token proves the same identity from now on. */
export function addToken(disk: Disk, known: TokenHash, added: TokenHash): void {
  const tokens = tokensOf(disk, known).add(added)
  disk.identities.set(added, tokens)
  for (const { owners } of disk.rooms.values()) {
    const memberId = owners.get(known)
    if (memberId) owners.set(added, memberId)
  }
  const credentials = disk.credentials.get(known)
  if (credentials) disk.credentials.set(added, credentials)
}

/** The rooms a token leads into, the one joined last first. */
export function handedRooms(disk: Disk, tokenHash: TokenHash, limit: number): HandedRoom[] {
  return [...disk.rooms.values()]
    .flatMap((room) => {
      const member = memberBy(disk, room, tokenHash)
      return member ? [{ room, member }] : []
    })
    .sort((one, other) => other.member.joinedAt - one.member.joinedAt)
    .slice(0, limit)
    .map(({ room, member: { memberId, name } }) => {
      const { code, title } = roomRecordOf(room)
      return { roomId: room.roomId, code, title, memberId, name }
    })
}
