import type { MemberId, RoomId } from '@confab/protocol'
import { DEEDS_KEPT_MAX } from '@confab/server/src/limits.ts'
import { type DeedTable, type NewDeed, toldOf } from '@confab/server/src/store/deed-table.ts'
import { type Disk, memberBy, memberOf } from './memory-disk.ts'

/** Writes an entry on a simulated disk. */
export function noteDeed(disk: Disk, roomId: RoomId, deed: NewDeed): void {
  const before = disk.deeds.get(roomId) ?? []
  const next = { ...deed, deed: (before.at(-1)?.deed ?? 0) + 1 }
  disk.deeds.set(roomId, [...before, next].slice(-DEEDS_KEPT_MAX))
}

/** What the simulated store knows of what leaders did. `soon` does something when the disk gets to it. */
export function createMemoryDeeds(disk: Disk, soon: <T>(work: () => T) => Promise<T>): DeedTable {
  return {
    read: (roomId, tokenHash, { before, limit }) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        const role = room && memberBy(disk, room, tokenHash)?.role
        if (!room || (role !== 'owner' && role !== 'moderator')) return null
        const person = (memberId: MemberId | null) =>
          memberId && { memberId, name: memberOf(room, memberId)?.name ?? '' }
        const deeds = (disk.deeds.get(roomId) ?? [])
          .filter(({ deed }) => deed < (before ?? Number.POSITIVE_INFINITY))
          .map((one) => ({ ...one, by: person(one.by), whom: person(one.whom) }))
        return toldOf(deeds.reverse().slice(0, limit + 1), limit)
      }),
    purge: (upTo) =>
      soon(() => {
        for (const [roomId, deeds] of disk.deeds)
          disk.deeds.set(
            roomId,
            deeds.filter(({ at }) => at > upTo),
          )
      }),
  }
}
