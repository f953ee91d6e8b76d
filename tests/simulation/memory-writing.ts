import {
  type FileRecord,
  type MemberRecord,
  type MessageRecord,
  type RefusalCode,
  type RoomRecord,
  recordKey,
} from '@confab/protocol'
import { deedOf } from '@confab/server/src/store/deed-rules.ts'
import type { Change, Outcome } from '@confab/server/src/store/store.ts'
import { noteDeed } from './memory-deeds.ts'
import {
  actorOf,
  advance,
  type Disk,
  isThere,
  memberOf,
  messageOf,
  put,
  type RoomState,
  reactionsOf,
  roomOf,
  roomRecordOf,
  type Sabotage,
} from './memory-disk.ts'
import { isLetIn } from './memory-doors.ts'
import { eraseMany, restoreMany } from './memory-erasing.ts'
import { eraseFiles, postFiles } from './memory-files.ts'
import { lead } from './memory-leading.ts'
import { changeMessage, type MessageChange, nothingAround } from './memory-messages.ts'
import { operate } from './memory-operator.ts'
import { ownership } from './memory-ownership.ts'
import { expireMessages } from './memory-retention.ts'

const refused = (code: RefusalCode): Outcome => ({ outcome: 'refused', code })

/** Writes a batch, change by change, as the sabotage allows. */
export function writeAll(disk: Disk, changes: readonly Change[], sabotage: Sabotage): Outcome[] {
  return changes.map((change) => {
    const settings = disk.rooms.has(change.roomId)
      ? roomRecordOf(roomOf(disk, change.roomId)).settings
      : undefined
    const outcome = write(disk, change, sabotage)
    const deed = deedOf(change, outcome, settings)
    if (deed) noteDeed(disk, change.roomId, deed)
    return outcome
  })
}

function write(disk: Disk, change: Change, sabotage: Sabotage): Outcome {
  switch (change.kind) {
    case 'create-room':
      return createRoom(disk, change)
    case 'join-room':
      return joinRoom(disk, change)
    case 'change-room':
      return changeRoom(disk, change)
    case 'change-code':
      return changeCode(disk, change)
    case 'remove-member':
      return removeMember(disk, change)
    case 'set-role':
    case 'ban-member':
    case 'mute-member':
    case 'hand-over':
    case 'change-settings':
    case 'clean-up':
      return lead(disk, change)
    case 'set-owner-code':
    case 'claim-room':
      return ownership(disk, change)
    case 'close-room':
    case 'lift-ban':
      return operate(disk, change)
    case 'expire-messages':
      return expireMessages(disk, change)
    case 'post-message':
      return postMessage(disk, change, sabotage)
    case 'erase-messages':
      return eraseMany(disk, change, (one, eraseFiles) => changeOneMessage(disk, one, eraseFiles))
    case 'restore-messages':
      return restoreMany(disk, change)
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
    lastReads: new Map(),
    lastPosts: new Map(),
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
  if (me?.role === 'banned') return refused('banned')
  if (me?.name === change.name && me.role !== 'removed') return { outcome: 'repeated', records: [me] }
  if (!me || me.role === 'removed') {
    if (change.code !== undefined && change.code !== roomRecordOf(room).code) return refused('not-found')
    const {
      isLocked,
      capacity: settled = Number.POSITIVE_INFINITY,
      ...door
    } = roomRecordOf(room).settings ?? {}
    if (isLocked) return refused('locked')
    const capacity = Math.min(settled, change.membersMax ?? Number.POSITIVE_INFINITY)
    if (membersIn(room) >= capacity) return refused('room-full')
    const isKnocking = door.entry === 'knock' || (door.guardedUntil ?? 0) > change.at
    if (isKnocking && !isLetIn(disk, change.roomId, change.tokenHash, change.at))
      return refused('knock-needed')
    if (!isKnocking && door.entry === 'password' && door.passwordSince !== change.passwordSince)
      return refused('password-needed')
  }
  const holder = room.skeletons.get(change.nameSkeleton)
  if (holder !== undefined && holder !== me?.memberId)
    return refused(memberOf(room, holder)?.role === 'banned' ? 'banned' : 'name-taken')
  const enters = () => disk.doors.get(change.roomId)?.knocks.delete(change.tokenHash)
  if (!me) {
    if (memberOf(room, change.memberId)) return refused('id-conflict')
    enters()
    return { outcome: 'applied', records: [addMember(room, 'member', change)] }
  }
  if (me.role === 'removed') enters()
  for (const [skeleton, memberId] of room.skeletons)
    if (memberId === me.memberId) room.skeletons.delete(skeleton)
  room.skeletons.set(change.nameSkeleton, me.memberId)
  const again =
    me.role === 'removed' ? { role: 'member' as const, ...seenBy(room, room.head, me.seesAbove) } : {}
  const changed = { ...me, name: change.name, ...again, version: advance(room, change.at).sequence }
  const absence = disk.absences.findLast(
    ({ roomId, memberId }) => roomId === room.roomId && memberId === me.memberId,
  )
  if (absence && me.role === 'removed') absence.before = changed.version
  return { outcome: 'applied', records: [put(room, changed)] }
}

const membersIn = ({ records }: RoomState): number =>
  [...records.values()].filter(
    (record) => record.kind === 'member' && record.role !== 'removed' && record.role !== 'banned',
  ).length

function removeMember(disk: Disk, change: ChangeOf<'remove-member'>): Outcome {
  const room = disk.rooms.get(change.roomId)
  const by = room && actorOf(disk, room, change.ownerId)
  if (!room || (by?.role !== 'owner' && by?.role !== 'moderator')) return refused('forbidden')
  const member = memberOf(room, change.memberId)
  if (!member) return refused('not-found')
  if (member.role === 'owner' || (member.role === 'moderator' && by.role === 'moderator'))
    return refused('forbidden')
  if (member.role === 'removed' || member.role === 'banned') return { outcome: 'repeated', records: [member] }
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

function changeCode(disk: Disk, change: ChangeOf<'change-code'>): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room || actorOf(disk, room, change.memberId)?.role !== 'owner') return refused('forbidden')
  const record = roomRecordOf(room)
  if (record.code === change.code) return { outcome: 'repeated', records: [record] }
  if (disk.codes.has(change.code)) return refused('busy')
  disk.codes.delete(record.code)
  disk.codes.set(change.code, change.roomId)
  const changed = { ...record, code: change.code, version: advance(room, change.at).sequence }
  return { outcome: 'applied', records: [put(room, changed)] }
}

function postMessage(disk: Disk, change: ChangeOf<'post-message'>, sabotage: Sabotage): Outcome {
  const room = disk.rooms.get(change.roomId)
  const author = room && actorOf(disk, room, change.authorId)
  if (author?.mutedUntil !== undefined && author.mutedUntil > change.at) return refused('muted')
  if (!room || !author || author.role === 'reader') return refused('forbidden')
  const isLeading = author.role === 'owner' || author.role === 'moderator'
  if (roomRecordOf(room).settings?.whoPosts && !isLeading) return refused('forbidden')
  const { messageId, authorId, body, replyTo, files: fileIds } = change
  if (replyTo !== undefined && !actedOn(room, replyTo, author)) return refused('not-found')
  const existing = messageOf(room, messageId)
  if (existing && sabotage.dedup !== 'off') {
    const isTouched = existing.editedAt !== undefined || existing.deletedAt !== undefined
    const areSameFiles = String(existing.files?.map(({ fileId }) => fileId)) === String(fileIds)
    const isSame = isTouched || (existing.body === body && existing.replyTo === replyTo && areSameFiles)
    return existing.authorId === authorId && isSame
      ? { outcome: 'repeated', records: [existing] }
      : refused('id-conflict')
  }
  const slowMs = isLeading ? undefined : roomRecordOf(room).settings?.slowMs
  const lastAt = room.lastPosts.get(authorId)
  if (slowMs !== undefined && lastAt !== undefined && change.at - lastAt < slowMs)
    return {
      outcome: 'refused',
      code: 'rate-limited',
      retryAfterMs: slowMs - Math.max(0, change.at - lastAt),
    }
  const files = fileIds && postFiles(disk, room.roomId, authorId, fileIds)
  if (files === null) return refused('files-missing')
  if (slowMs !== undefined) room.lastPosts.set(authorId, change.at)
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
    ...(files ? { files } : {}),
    ...(replyTo === undefined ? {} : { replyTo }),
  }
  // Without dedup a second row stands beside the first, as it would without the unique index.
  const key = existing ? `message:${messageId}:${sequence}` : recordKey(message)
  room.records.set(key, Object.freeze(message))
  return { outcome: 'applied', records: [message] }
}

function changeOneMessage(
  disk: Disk,
  change: MessageChange,
  erase = (files: readonly FileRecord[]) => eraseFiles(disk, files),
): Outcome {
  const room = disk.rooms.get(change.roomId)
  if (!room)
    return refused(change.kind === 'edit-message' || change.kind === 'react' ? 'not-found' : 'forbidden')
  const actor = actorOf(disk, room, change.memberId)
  return changeMessage(
    {
      around: room.around,
      message: actor && actedOn(room, change.messageId, actor),
      reactions: reactionsOf(room, change.messageId),
      room: roomRecordOf(room),
      me: actor && {
        memberId: actor.memberId,
        role: actor.role,
        isMuted: (actor.mutedUntil ?? 0) > change.at,
      },
      advance: () => advance(room, change.at),
      put: (record) => put(room, record),
      eraseFiles: erase,
    },
    change,
  )
}

/** A message that somebody may do something with: what they wrote themselves nobody keeps them from. */
function actedOn(room: RoomState, messageId: MessageRecord['messageId'], me: MemberRecord) {
  const message = messageOf(room, messageId)
  return message && (message.authorId === me.memberId || isThere(message, me)) ? message : null
}

/** What a newcomer is kept from, when the head was there. */
function seenBy(room: RoomState, head: number, before = 0): Pick<MemberRecord, 'seesAbove'> {
  // The very first member comes with the room.
  const shown = room.records.size > 1 ? roomRecordOf(room).settings?.newcomersSee : undefined
  const places = [...room.records.values()]
    .flatMap((record) => (record.kind === 'message' ? record.sequence : []))
    .sort((a, b) => b - a)
  const kept = shown === undefined ? 0 : shown === 0 ? head : (places[shown] ?? 0)
  const seesAbove = Math.max(before, kept)
  return seesAbove > 0 ? { seesAbove } : {}
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
  const member = {
    kind: 'member',
    memberId,
    sequence,
    version: sequence,
    name,
    role,
    joinedAt: at,
    ...seenBy(room, sequence - 1),
  } as const
  return put(room, member)
}
