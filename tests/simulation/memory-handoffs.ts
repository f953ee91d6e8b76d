import type { HandoffTable } from '@confab/server/src/store/handoff-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import type { Disk } from './memory-disk.ts'
import { addToken, handedRooms } from './memory-identities.ts'

/** What the simulated store knows of hand-offs. `soon` does something when the disk gets to it. */
export function createMemoryHandoffs(disk: Disk, soon: <T>(work: () => T) => Promise<T>): HandoffTable {
  const roomsOf = (tokenHash: TokenHash) =>
    [...disk.rooms.values()].filter((room) => room.owners.has(tokenHash) && !disk.revoked.has(tokenHash))
  return {
    make: (tokenHash, codeHash, { at, after }) =>
      soon(() => {
        if (roomsOf(tokenHash).length === 0) return false
        for (const [hash, handoff] of disk.handoffs)
          if (handoff.at <= after || handoff.tokenHash === tokenHash) disk.handoffs.delete(hash)
        disk.handoffs.set(codeHash, { tokenHash, at, takenBy: null })
        return true
      }),
    look: (codeHash, { after, limit }) =>
      soon(() => {
        const handoff = disk.handoffs.get(codeHash)
        if (!handoff || handoff.takenBy !== null || handoff.at <= after) return null
        const { tokenHash } = handoff
        return roomsOf(tokenHash).length > 0 ? handedRooms(disk, tokenHash, limit) : null
      }),
    take: (codeHash, { tokenHash, after, limit }) =>
      soon(() => {
        const handoff = disk.handoffs.get(codeHash)
        const proof = handoff && (handoff.takenBy ?? handoff.tokenHash)
        const rooms = proof && handoff.at > after ? roomsOf(proof) : []
        if (!handoff || rooms.length === 0 || (handoff.takenBy ?? tokenHash) !== tokenHash) return null
        if (handoff.takenBy === null && roomsOf(tokenHash).length > 0) return null
        handoff.takenBy = tokenHash
        if (proof) addToken(disk, proof, tokenHash)
        return handedRooms(disk, tokenHash, limit)
      }),
  }
}
