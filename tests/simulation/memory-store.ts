import {
  type Cursor,
  type MemberRecord,
  type MessageRecord,
  PAGE_RECORDS_MAX,
  type Page,
  REACTORS_FETCHED_MAX,
  REPLAY_BYTES_MAX,
  REPLAY_RECORDS_MAX,
  type RoomId,
  type RoomSummary,
  type Sequence,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol'
import { catchUp } from '@confab/server/src/rooms/catch-up.ts'
import { SEGMENT_PLACES } from '@confab/server/src/search/postings.ts'
import { editsOf } from '@confab/server/src/store/edits.ts'
import { type PageWhere, pageOf } from '@confab/server/src/store/page.ts'
import { type Entry, type Store, StoreUnavailable, type TokenHash } from '@confab/server/src/store/store.ts'
import { createMemoryAttention, endAttention, ignoredBy } from './memory-attention.ts'
import { createMemoryCredentials } from './memory-credentials.ts'
import { createMemoryDeeds } from './memory-deeds.ts'
import { createMemoryDevices } from './memory-devices.ts'
import {
  changesAbove,
  cloneDisk,
  type Disk,
  isThere,
  lastReadOf,
  memberBy,
  memberOf,
  messageFor,
  placed,
  type RoomState,
  roomOf,
  roomRecordOf,
  type Sabotage,
} from './memory-disk.ts'
import { createMemoryDoors } from './memory-doors.ts'
import { createMemoryErased } from './memory-erasing.ts'
import { createMemoryFiles } from './memory-files.ts'
import { createMemoryHandoffs } from './memory-handoffs.ts'
import { createMemoryOperator } from './memory-operator.ts'
import { createMemoryOwn } from './memory-own.ts'
import { createMemoryReports } from './memory-reports.ts'
import { roomsExpired } from './memory-retention.ts'
import { searched } from './memory-search.ts'
import { writeAll } from './memory-writing.ts'

/**
 * Where in a commit the process may die: with nothing of it on the disk; with all of it there and nobody answered; or just
 * after the answer, before the next batch.
 */
export type CrashPoint = 'before-disk' | 'before-answer' | 'between-batches'

export const CRASH_POINTS: readonly CrashPoint[] = ['before-disk', 'before-answer', 'between-batches']

/** Where a store may be made to fail, and how long things take. */
export type StoreWeather = {
  /** Milliseconds a commit takes to reach the disk, and then to be answered; the node may die in between. */
  commitMs(): { toDisk: number; toAnswer: number }
  readMs(): number
  /** Whether this commit fails: before it reached the disk, after it, or not at all. */
  commitFault(): 'lost' | 'unknown' | null
  /** The commit got this far; answers whether its process lives on. */
  passes(point: CrashPoint): boolean
  after(ms: number, callback: () => void): unknown
  /** Milliseconds of the store's own clock. */
  now(): number
}

/** Stretches of a room's history that may be indexed. */
const stretchesOf = (head: Sequence): number => Math.floor((head + 1) / SEGMENT_PLACES)

/** What is asked of a process that died is never answered. */
const never = new Promise<never>(() => {})

/** A store on a simulated disk, in virtual time: the same contract as the real ones, with crash points. */
export function createMemoryStore(disk: Disk, weather: StoreWeather, sabotage: Sabotage = {}): Store {
  const later = <T>(ms: number, work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      weather.after(ms, () => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
    })
  // Records are frozen once they are on the disk, so nobody who is handed one can change what is there.
  const read = <T>(work: () => T): Promise<T> => later(weather.readMs(), work)
  const indexed = new Map<RoomId, number>()

  return {
    async commit(changes) {
      const fault = weather.commitFault()
      const { toDisk, toAnswer } = weather.commitMs()
      if (fault === 'lost')
        return later(toDisk, () => {
          throw new StoreUnavailable('lost before the disk')
        })
      const arePosts = changes.every((change) => change.kind === 'post-message')
      if (sabotage.ack === 'before-commit' && arePosts) {
        // What a store without fsync does: it answers from memory, and the disk follows later, if it does.
        const outcomes = writeAll(cloneDisk(disk), changes, sabotage)
        void later(toDisk + 200, () => writeAll(disk, changes, sabotage))
        return later(toAnswer, () => outcomes)
      }
      if (!weather.passes('before-disk')) return never
      const outcomes = await later(toDisk, () => writeAll(disk, changes, sabotage))
      if (!weather.passes('before-answer')) return never
      return later(toAnswer, () => {
        if (fault === 'unknown') throw new StoreUnavailable('lost after the disk')
        // Once this turn is through, the rooms were told and the next batch has not begun.
        weather.after(0, () => weather.passes('between-batches'))
        return outcomes
      })
    },
    findRoom: (code) => read(() => disk.codes.get(code) ?? null),
    readEntry: (roomId, tokenHashes, cursor) =>
      read(() => entryOf(disk, roomId, tokenHashes, cursor, sabotage)),
    readChanges: (roomId, after, limit) =>
      read(() => {
        const room = roomOf(disk, roomId)
        const changed = changesAbove(room, after)
        const records = changed.slice(0, limit)
        const upTo = changed.length > limit ? (records.at(-1)?.version ?? after) : room.head
        return { epoch: room.epoch, head: room.head, upTo, records }
      }),
    readPage: (roomId, where, limit, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        return { epoch: room.epoch, page: readPage(room, where, limit, me) }
      }),
    readRecords: (roomId, { messageIds, memberIds }, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        const found = [
          ...messageIds.map((messageId) => messageFor(room, messageId, me)),
          ...memberIds.map((memberId) => memberOf(room, memberId)),
        ]
        return { epoch: room.epoch, head: room.head, records: found.filter((record) => record !== null) }
      }),
    readEdits: (roomId, messageId, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        return editsOf(
          !messageFor(room, messageId, me) ? [] : (room.around.edits.get(messageId) ?? []).toReversed(),
        )
      }),
    readBanned: (roomId, limit, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        if (!room || !memberBy(disk, room, tokenHash, sabotage)) return null
        const banned = [...room.records.values()].filter(
          (record) => record.kind === 'member' && record.role === 'banned',
        )
        const records = banned.sort((a, b) => b.version - a.version).slice(0, limit)
        return { epoch: room.epoch, head: room.head, records }
      }),
    readReactors: (roomId, messageId, emoji, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        if (!messageFor(room, messageId, me)) return { members: [], includesMe: false }
        const reactors = (room.around.reactors.get(messageId) ?? []).filter((one) => one.emoji === emoji)
        const members = reactors.map(({ memberId }) => memberId as MemberRecord['memberId'])
        return { members: members.slice(0, REACTORS_FETCHED_MAX), includesMe: members.includes(me.memberId) }
      }),
    search: (roomId, { query, before, limit }, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        const isOwn = query.from !== null && 'memberId' in query.from && query.from.memberId === me.memberId
        const there = [...room.records.values()].filter((record) => isOwn || isThere(record, me))
        return { epoch: room.epoch, ...searched(there, query, before, limit) }
      }),
    readUnindexed: (after, limit) =>
      read(() => {
        const isLeft = ({ roomId, head }: RoomState) => stretchesOf(head) > (indexed.get(roomId) ?? 0)
        const rooms = [...disk.rooms.values()].filter((room) => room.roomId > (after ?? '') && isLeft(room))
        return rooms
          .map(({ roomId }) => roomId)
          .sort()
          .slice(0, limit)
      }),
    readExpired: (at, after, limit) => read(() => roomsExpired(disk, at, after, limit)),
    // What is looked through whole needs no index, so one is only counted.
    indexSegment: (roomId) =>
      read(() => {
        const count = indexed.get(roomId) ?? 0
        if (stretchesOf(disk.rooms.get(roomId)?.head ?? 0) <= count) return false
        indexed.set(roomId, count + 1)
        return true
      }),
    readStanding: (tokenHash, roomId) =>
      read(() => {
        if (disk.revoked.has(tokenHash)) return 'revoked'
        const room = roomId && disk.rooms.get(roomId)
        const member = room && memberOf(room, room.owners.get(tokenHash))
        if (!member) return 'stranger'
        return member.role === 'removed' || member.role === 'banned' ? member.role : 'member'
      }),
    revokeToken: (tokenHash) =>
      later(weather.commitMs().toDisk, () => {
        if (!disk.revoked.has(tokenHash)) disk.revoked.set(tokenHash, weather.now())
        endAttention(disk, tokenHash)
      }),
    readRevoked: (withinMs, limit) =>
      read(() =>
        [...disk.revoked]
          .filter(([, at]) => at >= weather.now() - withinMs)
          .reverse()
          .slice(0, limit)
          .map(([tokenHash]) => tokenHash),
      ),
    readTakenNames: (roomId, nameSkeletons) =>
      read(() => {
        const skeletons = disk.rooms.get(roomId)?.skeletons
        return new Set(nameSkeletons.filter((skeleton) => skeletons?.has(skeleton)))
      }),
    readSummaries: (tokenHash, rooms) =>
      read(() => rooms.flatMap(({ roomId, after }) => summaryOf(disk, roomId, tokenHash, after))),
    readPlace: (roomId, at, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        const found = placed(room).find(
          (record) => record.kind === 'message' && record.postedAt >= at && isThere(record, me),
        )
        return { epoch: room.epoch, sequence: found?.sequence ?? null }
      }),
    saveLastReads: (reads) =>
      read(() => {
        for (const { roomId, tokenHash, upTo } of reads) {
          const room = disk.rooms.get(roomId)
          const me = room && memberBy(disk, room, tokenHash)
          if (!room || !me) continue
          const before = room.lastReads.get(me.memberId) ?? 0
          room.lastReads.set(me.memberId, Math.max(before, Math.min(upTo, room.head)))
        }
      }),
    readHeads: (roomIds) =>
      read(
        () =>
          new Map(
            roomIds.flatMap((roomId) => {
              const room = disk.rooms.get(roomId)
              return room ? [[roomId, { epoch: room.epoch, head: room.head }] as const] : []
            }),
          ),
      ),
    files: createMemoryFiles(disk, read),
    attention: createMemoryAttention(disk, read),
    credentials: createMemoryCredentials(disk, read),
    doors: createMemoryDoors(disk, read),
    erased: createMemoryErased(disk, read),
    handoffs: createMemoryHandoffs(disk, read),
    own: createMemoryOwn(disk, read),
    devices: createMemoryDevices(disk, read, weather.now),
    reports: createMemoryReports(disk, read),
    deeds: createMemoryDeeds(disk, read),
    operator: createMemoryOperator(disk, read, weather.now),
    async close() {},
  }
}

function entryOf(
  disk: Disk,
  roomId: RoomId,
  tokenHashes: readonly TokenHash[],
  cursor: Cursor | null,
  sabotage: Sabotage,
): Entry | null {
  const room = disk.rooms.get(roomId)
  if (!room) return null
  const members = new Map(
    tokenHashes.flatMap((tokenHash) => {
      const member = memberBy(disk, room, tokenHash, sabotage)
      return member ? [[tokenHash, member]] : []
    }),
  )
  if (members.size === 0) return null
  const lastReads = new Map(
    [...members].map(([tokenHash, member]) => [tokenHash, lastReadOf(room, member)] as const),
  )
  const { epoch, head } = room
  const way = catchUp(cursor, room)
  const records = way === 'reset' || !cursor ? null : changesAbove(room, cursor.sequence)
  if (
    records &&
    records.length <= REPLAY_RECORDS_MAX &&
    Buffer.byteLength(JSON.stringify(records)) <= REPLAY_BYTES_MAX
  )
    return {
      epoch,
      head,
      members,
      lastReads,
      by: 'replay',
      records: sabotage.replay === 'short' ? records.slice(1) : records,
    }
  const page = readPage(room, { before: head + 1 }, PAGE_RECORDS_MAX)
  return { epoch, head, members, lastReads, by: 'reset', room: roomRecordOf(room), page }
}

function readPage(room: RoomState, asked: PageWhere, limit: number, me?: MemberRecord): Page {
  const above = me?.seesAbove ?? 0
  const where = 'after' in asked ? { after: Math.max(asked.after, above) } : asked
  const found = placed(room).filter(({ sequence }) =>
    'before' in where ? sequence < where.before : sequence > where.after,
  )
  const page = pageOf(where, found, limit, room.head)
  if (above === 0 || page.from > above) return page
  return { ...page, from: 0, records: page.records.filter(({ sequence }) => sequence > above) }
}

function summaryOf(disk: Disk, roomId: RoomId, tokenHash: TokenHash, after: Sequence): RoomSummary[] {
  const room = disk.rooms.get(roomId)
  const me = room && memberBy(disk, room, tokenHash)
  if (!room || !me) return []
  const messages = placed(room).filter(
    (record) => record.kind === 'message' && isThere(record, me),
  ) as MessageRecord[]
  const lastRead = lastReadOf(room, me)
  const above = Math.max(after, lastRead)
  const ignored = ignoredBy(disk, tokenHash, roomId)
  const unread = messages.filter(
    ({ sequence, authorId, deletedAt }) =>
      sequence > above && authorId !== me.memberId && !ignored.has(authorId) && deletedAt === undefined,
  )
  return [
    {
      roomId,
      room: roomRecordOf(room),
      unreadCount: Math.min(unread.length, UNREAD_COUNTED_MAX),
      mentionCount: unread.filter(({ body }) => body.includes(`<@${me.memberId}>`)).length,
      lastRead,
      latest: messages.at(-1) ?? null,
    },
  ]
}
