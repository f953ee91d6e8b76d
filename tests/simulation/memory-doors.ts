import { KNOCK_LIFE_MS, type MemberId, type RoomId } from '@confab/protocol'
import { type DoorTable, deedOfAnswer } from '@confab/server/src/store/door-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import { noteDeed } from './memory-deeds.ts'
import { type Disk, type DoorState, memberBy, placed, roomRecordOf } from './memory-disk.ts'

/** The door of a room, where nobody stood before. */
export function doorOf({ doors }: Disk, roomId: RoomId): DoorState {
  const door = doors.get(roomId) ?? { password: null, ownerCode: null, knocks: new Map(), bars: [] }
  doors.set(roomId, door)
  return door
}

/** Whether somebody knocked and was let in. */
export function isLetIn(disk: Disk, roomId: RoomId, tokenHash: TokenHash, at: number): boolean {
  const knock = doorOf(disk, roomId).knocks.get(tokenHash)
  return knock?.answer === 'in' && knock.askedAt > at - KNOCK_LIFE_MS
}

/** What the simulated store knows of doors. `soon` does something when the disk gets to it. */
export function createMemoryDoors(disk: Disk, soon: <T>(work: () => T) => Promise<T>): DoorTable {
  const isLeading = (roomId: RoomId, tokenHash: TokenHash) => {
    const room = disk.rooms.get(roomId)
    const role = room && memberBy(disk, room, tokenHash)?.role
    return role === 'owner' || role === 'moderator'
  }
  const bannedIn = (roomId: RoomId, memberId: MemberId) => {
    for (const record of disk.rooms.get(roomId)?.records.values() ?? [])
      if (record.kind === 'member' && record.memberId === memberId && record.role === 'banned') return record
    return null
  }
  const isOpen = ({ answer }: { answer: 'in' | 'out' | null }) => answer === null

  return {
    readPassword: (roomId) => soon(() => disk.doors.get(roomId)?.password ?? null),
    readOwnerCode: (roomId) => soon(() => disk.doors.get(roomId)?.ownerCode ?? null),
    readPlate: (roomId, limit) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        if (!room) return null
        const { title, settings = {} } = roomRecordOf(room)
        const leaders = placed(room)
          .filter((record) => record.kind === 'member')
          .filter(({ role }) => role === 'owner' || role === 'moderator')
          .sort((a, b) => Number(b.role === 'owner') - Number(a.role === 'owner') || a.sequence - b.sequence)
          .map(({ name }) => name)
        return { title, settings, leaders: leaders.slice(0, limit), leadersCount: leaders.length }
      }),
    knock: (roomId, tokenHash, knock, { lifeMs, limit }) =>
      soon(() => {
        if (!disk.rooms.has(roomId)) return 'not-found'
        for (const { knocks } of disk.doors.values())
          for (const [whose, { askedAt }] of knocks)
            if (askedAt <= knock.askedAt - lifeMs) knocks.delete(whose)
        const { knocks } = doorOf(disk, roomId)
        const before = knocks.get(tokenHash)
        const others = [...knocks].filter(([whose, one]) => whose !== tokenHash && isOpen(one))
        if (others.length >= limit) return 'full'
        if (!before) knocks.set(tokenHash, { ...knock, answer: null })
        else if (isOpen(before)) before.name = knock.name
        return 'done'
      }),
    withdraw: (roomId, tokenHash) =>
      soon(() => {
        const { knocks } = doorOf(disk, roomId)
        const before = knocks.get(tokenHash)
        if (before && isOpen(before)) knocks.delete(tokenHash)
      }),
    readKnocks: (roomId, tokenHash, after) =>
      soon(() => {
        if (!isLeading(roomId, tokenHash)) return null
        return [...doorOf(disk, roomId).knocks.values()]
          .filter((one) => isOpen(one) && one.askedAt > after)
          .sort((a, b) => a.askedAt - b.askedAt || (a.knockId < b.knockId ? -1 : 1))
          .map(({ knockId, name, askedAt }) => ({ knockId, name, askedAt }))
      }),
    answer: (roomId, tokenHash, { knockId, isLetIn: isIn, after, at }) =>
      soon(() => {
        const by = isLeading(roomId, tokenHash) && disk.rooms.get(roomId)?.owners.get(tokenHash)
        if (!by) return 'forbidden'
        const found = [...doorOf(disk, roomId).knocks.values()].find((one) => one.knockId === knockId)
        if (!found || !isOpen(found) || found.askedAt <= after) return 'not-found'
        found.answer = isIn ? 'in' : 'out'
        found.askedAt = at
        noteDeed(disk, roomId, deedOfAnswer(by, found.name, isIn, at))
        return 'done'
      }),
    barAddress: (roomId, memberId, addressHash, { at, lifeMs, limit }) =>
      soon(() => {
        for (const door of disk.doors.values())
          door.bars = door.bars.filter(({ barredAt }) => barredAt > at - lifeMs)
        const member = bannedIn(roomId, memberId)
        if (!member) return
        const door = doorOf(disk, roomId)
        const others = door.bars.filter((bar) => bar.addressHash !== addressHash || bar.memberId !== memberId)
        const bar = { addressHash, memberId, version: member.version, barredAt: at }
        door.bars = [...others, bar].sort((a, b) => a.barredAt - b.barredAt).slice(-limit)
      }),
    isBarred: (roomId, addressHash, after) =>
      soon(() =>
        (disk.doors.get(roomId)?.bars ?? []).some(
          (bar) =>
            bar.addressHash === addressHash &&
            bar.barredAt > after &&
            bannedIn(roomId, bar.memberId)?.version === bar.version,
        ),
      ),
  }
}
