import {
  type ConfabRecord,
  type Cursor,
  type MemberRecord,
  type MessageRecord,
  PAGE_RECORDS_MAX,
  type Page,
  REACTORS_FETCHED_MAX,
  REPLAY_BYTES_MAX,
  REPLAY_RECORDS_MAX,
  type ReactionsRecord,
  type RefusalCode,
  type RoomCode,
  type RoomId,
  type RoomRecord,
  type RoomSummary,
  recordKey,
  type Sequence,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol'
import { catchUp } from '@confab/server/src/rooms/catch-up.ts'
import { editsOf, type PageWhere, pageOf } from '@confab/server/src/store/page.ts'
import {
  type Change,
  type Entry,
  type Head,
  type Outcome,
  type Store,
  StoreUnavailable,
  type TokenHash,
} from '@confab/server/src/store/store.ts'
import type { Absence } from '../history.ts'
import { type Around, changeMessage, type MessageChange, nothingAround } from './memory-messages.ts'

type RoomState = Head & {
  roomId: RoomId
  latestAt: number
  records: Map<string, ConfabRecord>
  owners: Map<TokenHash, MemberRecord['memberId']>
  skeletons: Map<string, MemberRecord['memberId']>
  around: Around
}

/** What is on the simulated disk: it outlives nodes, and what was not committed is not on it. `revoked`: when each token was ended. */
export type Disk = {
  rooms: Map<RoomId, RoomState>
  codes: Map<RoomCode, RoomId>
  revoked: Map<TokenHash, number>
  /** Who was removed, and when they came back, in the order it happened. */
  absences: (Absence & { roomId: RoomId })[]
}

/** An empty disk. */
export function createDisk(): Disk {
  return { rooms: new Map(), codes: new Map(), revoked: new Map(), absences: [] }
}

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

/** Ways to break a store on purpose, so that the checker can be seen to notice. */
export type Sabotage = {
  dedup?: 'off'
  ack?: 'before-commit'
  replay?: 'short'
  /** Whoever was removed is let in and read to as before. */
  removal?: 'unheeded'
}

/** What is asked of a process that died is never answered. */
const never = new Promise<never>(() => {})

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

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
        if (!room || !memberBy(disk, room, tokenHash, sabotage)) return null
        return { epoch: room.epoch, page: readPage(room, where, limit) }
      }),
    readRecords: (roomId, { messageIds, memberIds }, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        if (!room || !memberBy(disk, room, tokenHash, sabotage)) return null
        const found = [
          ...messageIds.map((messageId) => messageOf(room, messageId)),
          ...memberIds.map((memberId) => memberOf(room, memberId)),
        ]
        return { epoch: room.epoch, head: room.head, records: found.filter((record) => record !== null) }
      }),
    readEdits: (roomId, messageId, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        if (!room || !memberBy(disk, room, tokenHash, sabotage)) return null
        return editsOf((room.around.edits.get(messageId) ?? []).toReversed())
      }),
    readReactors: (roomId, messageId, emoji, tokenHash) =>
      read(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash, sabotage)
        if (!room || !me) return null
        const reactors = (room.around.reactors.get(messageId) ?? []).filter((one) => one.emoji === emoji)
        const members = reactors.map(({ memberId }) => memberId as MemberRecord['memberId'])
        return { members: members.slice(0, REACTORS_FETCHED_MAX), includesMe: members.includes(me.memberId) }
      }),
    readStanding: (tokenHash, roomId) =>
      read(() => {
        if (disk.revoked.has(tokenHash)) return 'revoked'
        const room = roomId && disk.rooms.get(roomId)
        const member = room && memberOf(room, room.owners.get(tokenHash))
        if (!member) return 'stranger'
        return member.role === 'removed' ? 'removed' : 'member'
      }),
    revokeToken: (tokenHash) =>
      later(weather.commitMs().toDisk, () => {
        if (!disk.revoked.has(tokenHash)) disk.revoked.set(tokenHash, weather.now())
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
    async close() {},
  }
}

/** Everything a room holds, in the order of places: what the checker compares with. */
export function recordsOnDisk(disk: Disk, roomId: RoomId): ConfabRecord[] {
  return placed(roomOf(disk, roomId))
}

function writeAll(disk: Disk, changes: readonly Change[], sabotage: Sabotage): Outcome[] {
  return changes.map((change) => write(disk, change, sabotage))
}

function write(disk: Disk, change: Change, sabotage: Sabotage): Outcome {
  switch (change.kind) {
    case 'create-room':
      return createRoom(disk, change)
    case 'join-room':
      return joinRoom(disk, change)
    case 'change-room':
      return changeRoom(disk, change)
    case 'remove-member':
      return removeMember(disk, change)
    case 'post-message':
      return postMessage(disk, change, sabotage)
    case 'edit-message':
    case 'delete-message':
    case 'react':
    case 'pin-message':
      return changeOneMessage(disk, change)
  }
}

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

function createRoom(disk: Disk, change: ChangeOf<'create-room'>): Outcome {
  if (disk.revoked.has(change.tokenHash)) return refused('forbidden')
  const existing = disk.rooms.get(change.roomId)
  if (existing) {
    const owner = memberOf(existing, existing.owners.get(change.tokenHash))
    return owner?.role === 'owner'
      ? { outcome: 'repeated', records: [roomRecordOf(existing), owner] }
      : refused('id-conflict')
  }
  if (disk.codes.has(change.code)) return refused('busy')
  const room: RoomState = {
    roomId: change.roomId,
    epoch: change.epoch,
    head: 0,
    latestAt: change.at,
    records: new Map(),
    owners: new Map(),
    skeletons: new Map(),
    around: nothingAround(),
  }
  disk.rooms.set(change.roomId, room)
  disk.codes.set(change.code, change.roomId)
  const { sequence, at } = advance(room, change.at)
  const record: RoomRecord = {
    kind: 'room',
    sequence,
    version: sequence,
    code: change.code,
    title: '',
    createdAt: at,
  }
  put(room, record)
  return { outcome: 'applied', records: [record, addMember(room, 'owner', change)] }
}

function joinRoom(disk: Disk, change: ChangeOf<'join-room'>): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room) return refused('not-found')
  if (disk.revoked.has(change.tokenHash)) return refused('forbidden')
  const me = memberOf(room, room.owners.get(change.tokenHash))
  if (me?.name === change.name && me.role !== 'removed') return { outcome: 'repeated', records: [me] }
  const holder = room.skeletons.get(change.nameSkeleton)
  if (holder !== undefined && holder !== me?.memberId) return refused('name-taken')
  if (!me) {
    if (memberOf(room, change.memberId)) return refused('id-conflict')
    return { outcome: 'applied', records: [addMember(room, 'member', change)] }
  }
  for (const [skeleton, memberId] of room.skeletons)
    if (memberId === me.memberId) room.skeletons.delete(skeleton)
  room.skeletons.set(change.nameSkeleton, me.memberId)
  const role = me.role === 'owner' ? 'owner' : 'member'
  const changed = { ...me, name: change.name, role, version: advance(room, change.at).sequence } as const
  const absence = disk.absences.findLast(
    ({ roomId, memberId }) => roomId === room.roomId && memberId === me.memberId,
  )
  if (absence && me.role === 'removed') absence.before = changed.version
  return { outcome: 'applied', records: [put(room, changed)] }
}

function removeMember(disk: Disk, change: ChangeOf<'remove-member'>): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room || actorOf(disk, room, change.ownerId)?.role !== 'owner') return refused('forbidden')
  const member = memberOf(room, change.memberId)
  if (!member) return refused('not-found')
  if (member.role === 'owner') return refused('forbidden')
  if (member.role === 'removed') return { outcome: 'repeated', records: [member] }
  const removed = { ...member, role: 'removed', version: advance(room, change.at).sequence } as const
  const { roomId } = room
  disk.absences.push({ roomId, memberId: member.memberId, after: removed.version, before: null })
  return { outcome: 'applied', records: [put(room, removed)] }
}

function changeRoom(disk: Disk, change: ChangeOf<'change-room'>): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room || actorOf(disk, room, change.memberId)?.role !== 'owner') return refused('forbidden')
  const record = roomRecordOf(room)
  if (record.title === change.title) return { outcome: 'repeated', records: [record] }
  const changed = { ...record, title: change.title, version: advance(room, change.at).sequence }
  return { outcome: 'applied', records: [put(room, changed)] }
}

function postMessage(disk: Disk, change: ChangeOf<'post-message'>, sabotage: Sabotage): Outcome {
  const room = disk.rooms.get(change.roomId)
  const author = room && actorOf(disk, room, change.authorId)
  if (!room || !author) return refused('forbidden')
  const { messageId, authorId, body, replyTo } = change
  if (replyTo !== undefined && !messageOf(room, replyTo)) return refused('not-found')
  const existing = messageOf(room, messageId)
  if (existing && sabotage.dedup !== 'off') {
    const isTouched = existing.editedAt !== undefined || existing.deletedAt !== undefined
    const isSame = isTouched || (existing.body === body && existing.replyTo === replyTo)
    return existing.authorId === authorId && isSame
      ? { outcome: 'repeated', records: [existing] }
      : refused('id-conflict')
  }
  const { sequence, at } = advance(room, change.at)
  const message: MessageRecord = {
    kind: 'message',
    messageId,
    sequence,
    version: sequence,
    authorId,
    authorName: author.name,
    postedAt: at,
    body,
    ...(replyTo === undefined ? {} : { replyTo }),
  }
  // Without dedup a second row stands beside the first, as it would without the unique index.
  const key = existing ? `message:${messageId}:${sequence}` : recordKey(message)
  room.records.set(key, Object.freeze(message))
  return { outcome: 'applied', records: [message] }
}

function changeOneMessage(disk: Disk, change: MessageChange): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room)
    return refused(change.kind === 'edit-message' || change.kind === 'react' ? 'not-found' : 'forbidden')
  const actor = actorOf(disk, room, change.memberId)
  return changeMessage(
    {
      around: room.around,
      message: messageOf(room, change.messageId),
      reactions: reactionsOf(room, change.messageId),
      room: roomRecordOf(room),
      me: actor && { memberId: actor.memberId, isOwner: actor.role === 'owner' },
      advance: () => advance(room, change.at),
      put: (record) => put(room, record),
    },
    change,
  )
}

function messageOf(room: RoomState, messageId: MessageRecord['messageId']): MessageRecord | null {
  const record = room.records.get(`message:${messageId}`)
  return record?.kind === 'message' ? record : null
}

function reactionsOf(room: RoomState, messageId: MessageRecord['messageId']): ReactionsRecord | null {
  const record = room.records.get(`reactions:${messageId}`)
  return record?.kind === 'reactions' ? record : null
}

function addMember(
  room: RoomState,
  role: MemberRecord['role'],
  change: ChangeOf<'create-room'> | ChangeOf<'join-room'>,
): MemberRecord {
  const { sequence, at } = advance(room, change.at)
  const { memberId, name } = change
  room.owners.set(change.tokenHash, memberId)
  room.skeletons.set(change.nameSkeleton, memberId)
  const member = { kind: 'member', memberId, sequence, version: sequence, name, role, joinedAt: at } as const
  return put(room, member)
}

function advance(room: RoomState, at: number): { sequence: Sequence; at: number } {
  room.head += 1
  room.latestAt = Math.max(room.latestAt, at)
  return { sequence: room.head, at: room.latestAt }
}

function put<Kind extends ConfabRecord>(room: RoomState, record: Kind): Kind {
  Object.freeze(record)
  room.records.set(recordKey(record), record)
  return record
}

function roomOf(disk: Disk, roomId: RoomId): RoomState {
  const room = disk.rooms.get(roomId)
  if (!room) throw new StoreUnavailable('No such room.')
  return room
}

function memberOf(room: RoomState, memberId: MemberRecord['memberId'] | undefined): MemberRecord | null {
  const record = memberId && room.records.get(`member:${memberId}`)
  return record && record.kind === 'member' ? record : null
}

/** Who asks by this token, if they are a member now. */
function memberBy(
  disk: Disk,
  room: RoomState,
  tokenHash: TokenHash,
  sabotage: Sabotage = {},
): MemberRecord | null {
  const member = memberOf(room, room.owners.get(tokenHash))
  if (sabotage.removal === 'unheeded' && member?.role === 'removed') return { ...member, role: 'member' }
  return member?.role === 'removed' || disk.revoked.has(tokenHash) ? null : member
}

/** Who makes a change, if they may make any. */
function actorOf(disk: Disk, room: RoomState, memberId: MemberRecord['memberId']): MemberRecord | null {
  for (const [tokenHash, owned] of room.owners) if (owned === memberId) return memberBy(disk, room, tokenHash)
  return null
}

function roomRecordOf(room: RoomState): RoomRecord {
  const record = room.records.get('room')
  if (record?.kind !== 'room') throw new Error('a room without its record')
  return record
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
      by: 'replay',
      records: sabotage.replay === 'short' ? records.slice(1) : records,
    }
  const page = readPage(room, { before: head + 1 }, PAGE_RECORDS_MAX)
  return { epoch, head, members, by: 'reset', room: roomRecordOf(room), page }
}

function changesAbove(room: RoomState, after: Sequence): ConfabRecord[] {
  return [...room.records.values()]
    .filter((record) => record.version > after)
    .sort((a, b) => a.version - b.version)
}

function placed(room: RoomState): ConfabRecord[] {
  const isBeside = ({ kind }: ConfabRecord) => Number(kind === 'reactions')
  return [...room.records.values()].sort((a, b) => a.sequence - b.sequence || isBeside(a) - isBeside(b))
}

function readPage(room: RoomState, where: PageWhere, limit: number): Page {
  const found = placed(room).filter(({ sequence }) =>
    'before' in where ? sequence < where.before : sequence > where.after,
  )
  return pageOf(where, found, limit, room.head)
}

function summaryOf(disk: Disk, roomId: RoomId, tokenHash: TokenHash, after: Sequence): RoomSummary[] {
  const room = disk.rooms.get(roomId)
  const me = room && memberBy(disk, room, tokenHash)
  if (!room || !me) return []
  const messages = placed(room).filter((record) => record.kind === 'message')
  const unread = messages.filter((message) => message.sequence > after && message.authorId !== me.memberId)
  return [
    {
      roomId,
      room: roomRecordOf(room),
      unreadCount: Math.min(unread.length, UNREAD_COUNTED_MAX),
      latest: messages.at(-1) ?? null,
    },
  ]
}

function cloneDisk(disk: Disk): Disk {
  return structuredClone(disk)
}
