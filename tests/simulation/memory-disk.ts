import {
  type AttentionLevel,
  type ConfabRecord,
  type FileId,
  type Knock,
  type MemberId,
  type MemberRecord,
  type MessageRecord,
  type ReactionsRecord,
  type RoomCode,
  type RoomId,
  type RoomRecord,
  recordKey,
  type Sequence,
} from '@confab/protocol'
import type { PushSubscription } from '@confab/server/src/store/attention-table.ts'
import type { Passkey, Password } from '@confab/server/src/store/credential-table.ts'
import type { NewDeed } from '@confab/server/src/store/deed-table.ts'
import type { OwnerCode, RoomPassword } from '@confab/server/src/store/door-table.ts'
import type { StoredFile } from '@confab/server/src/store/file-table.ts'
import type { HandoffCodeHash } from '@confab/server/src/store/handoff-table.ts'
import type { NewReport } from '@confab/server/src/store/report-table.ts'
import { type Head, StoreUnavailable, type TokenHash } from '@confab/server/src/store/store.ts'
import type { Absence } from '../history.ts'
import type { Around } from './memory-messages.ts'

/** A room on the disk: its records by their keys, whose tokens and names are whose, and what stands around its messages. */
export type RoomState = Head & {
  roomId: RoomId
  latestAt: number
  records: Map<string, ConfabRecord>
  owners: Map<TokenHash, MemberRecord['memberId']>
  skeletons: Map<string, MemberRecord['memberId']>
  around: Around
  /** How far members have seen it. */
  lastReads: Map<MemberRecord['memberId'], Sequence>
  /** When members posted last who had to wait. */
  lastPosts: Map<MemberRecord['memberId'], number>
}

/** A file on the simulated disk. */
export type FileState = StoredFile & {
  roomId: RoomId
  tokenHash: TokenHash
  bytes: number
  dueAt: number | null
}

/** A report on the simulated disk. An identity is known by the first of its tokens. */
export type ReportState = NewReport & {
  report: number
  reporter: TokenHash | undefined
  settledAt: number | null
}

/** What people want to be called for, on the simulated disk. */
export type AttentionState = {
  levels: Map<TokenHash, Map<RoomId, Exclude<AttentionLevel, 'all'>>>
  ignored: Map<TokenHash, Map<RoomId, Set<MemberId>>>
  quiet: Map<TokenHash, number>
  subscriptions: Map<string, PushSubscription & { tokenHash: TokenHash; at: number }>
  key: string | null
}

/** What one identity can sign in with, on the simulated disk. */
export type CredentialState = {
  userHandle: string | null
  passkeys: Passkey[]
  password: Password | null
  /** With the token each was used for. */
  codes: Map<string, TokenHash | null>
}

/** Somebody at a door. */
type Waiting = Knock & { answer: 'in' | 'out' | null }

/** What stands at one room's door. */
export type DoorState = {
  password: RoomPassword | null
  ownerCode: OwnerCode | null
  knocks: Map<TokenHash, Waiting>
  bars: readonly Bar[]
}

/** Nobody new comes from there, while a member is banned by the change of this version. */
type Bar = { addressHash: string; memberId: MemberId; version: Sequence; barredAt: number }

/** Nobody has said anything. */
const createAttentionState = (): AttentionState => ({
  levels: new Map(),
  ignored: new Map(),
  quiet: new Map(),
  subscriptions: new Map(),
  key: null,
})

/** What is on the simulated disk: it outlives nodes, and what was not committed is not on it. `revoked`: when each token was ended. */
export type Disk = {
  rooms: Map<RoomId, RoomState>
  codes: Map<RoomCode, RoomId>
  revoked: Map<TokenHash, number>
  files: Map<FileId, FileState>
  attention: AttentionState
  credentials: Map<TokenHash, CredentialState>
  /** Tokens that prove the same, for each of them. */
  identities: Map<TokenHash, Set<TokenHash>>
  devices: Map<TokenHash, { label: string; createdAt: number; seenAt: number }>
  challenges: Map<string, number>
  doors: Map<RoomId, DoorState>
  handoffs: Map<HandoffCodeHash, { tokenHash: TokenHash; at: number; takenBy: TokenHash | null }>
  reports: ReportState[]
  /** What leaders did, the oldest first. */
  deeds: Map<RoomId, (NewDeed & { deed: number })[]>
  /** Who was removed, and when they came back, in the order it happened. */
  absences: (Absence & { roomId: RoomId })[]
}

/** An empty disk. */
export function createDisk(): Disk {
  return {
    rooms: new Map(),
    codes: new Map(),
    revoked: new Map(),
    files: new Map(),
    attention: createAttentionState(),
    credentials: new Map(),
    identities: new Map(),
    devices: new Map(),
    challenges: new Map(),
    doors: new Map(),
    handoffs: new Map(),
    reports: [],
    deeds: new Map(),
    absences: [],
  }
}

/** Ways to break a store on purpose, so that the checker can be seen to notice. */
export type Sabotage = {
  dedup?: 'off'
  ack?: 'before-commit'
  replay?: 'short'
  /** Whoever was removed is let in and read to as before. */
  removal?: 'unheeded'
}

/** Everything a room holds, in the order of places: what the checker compares with. */
export function recordsOnDisk(disk: Disk, roomId: RoomId): ConfabRecord[] {
  return placed(roomOf(disk, roomId))
}

export function messageOf(room: RoomState, messageId: MessageRecord['messageId']): MessageRecord | null {
  const record = room.records.get(`message:${messageId}`)
  return record?.kind === 'message' ? record : null
}

/** Whether a record is there for a member, who may be kept from what was posted before they came. */
export const isThere = (record: ConfabRecord, { seesAbove = 0 }: MemberRecord): boolean =>
  record.kind === 'member' || record.kind === 'room' || record.sequence > seesAbove

/** A message that is there for a member. */
export function messageFor(
  room: RoomState,
  messageId: MessageRecord['messageId'],
  me: MemberRecord,
): MessageRecord | null {
  const message = messageOf(room, messageId)
  return message && isThere(message, me) ? message : null
}

export function reactionsOf(room: RoomState, messageId: MessageRecord['messageId']): ReactionsRecord | null {
  const record = room.records.get(`reactions:${messageId}`)
  return record?.kind === 'reactions' ? record : null
}

export function advance(room: RoomState, at: number): { sequence: Sequence; at: number } {
  room.head += 1
  room.latestAt = Math.max(room.latestAt, at)
  return { sequence: room.head, at: room.latestAt }
}

export function put<Kind extends ConfabRecord>(room: RoomState, record: Kind): Kind {
  Object.freeze(record)
  room.records.set(recordKey(record), record)
  return record
}

export function roomOf(disk: Disk, roomId: RoomId): RoomState {
  const room = disk.rooms.get(roomId)
  if (!room) throw new StoreUnavailable('No such room.')
  return room
}

export function memberOf(
  room: RoomState,
  memberId: MemberRecord['memberId'] | undefined,
): MemberRecord | null {
  const record = memberId && room.records.get(`member:${memberId}`)
  return record && record.kind === 'member' ? record : null
}

const isGone = (member: MemberRecord | null): boolean =>
  member?.role === 'removed' || member?.role === 'banned'

/** Who asks by this token, if they are a member now. */
export function memberBy(
  disk: Disk,
  room: RoomState,
  tokenHash: TokenHash,
  sabotage: Sabotage = {},
): MemberRecord | null {
  const member = memberOf(room, room.owners.get(tokenHash))
  if (sabotage.removal === 'unheeded' && member?.role === 'removed') return { ...member, role: 'member' }
  return isGone(member) || disk.revoked.has(tokenHash) ? null : member
}

/** Who makes a change, if they may make any. */
export function actorOf(
  disk: Disk,
  room: RoomState,
  memberId: MemberRecord['memberId'],
): MemberRecord | null {
  for (const [tokenHash, owned] of room.owners) {
    const member = owned === memberId ? memberBy(disk, room, tokenHash) : null
    if (member) return member
  }
  return null
}

export function roomRecordOf(room: RoomState): RoomRecord {
  const record = room.records.get('room')
  if (record?.kind !== 'room') throw new Error('a room without its record')
  return record
}

/** How far a member has seen a room: to where they came in, until they marked something. */
export function lastReadOf(room: RoomState, { memberId, sequence }: MemberRecord): Sequence {
  return room.lastReads.get(memberId) ?? sequence
}

export function changesAbove(room: RoomState, after: Sequence): ConfabRecord[] {
  return [...room.records.values()]
    .filter((record) => record.version > after)
    .sort((a, b) => a.version - b.version)
}

export function placed(room: RoomState): ConfabRecord[] {
  const isBeside = ({ kind }: ConfabRecord) => Number(kind === 'reactions')
  return [...room.records.values()].sort((a, b) => a.sequence - b.sequence || isBeside(a) - isBeside(b))
}

export function cloneDisk(disk: Disk): Disk {
  return structuredClone(disk)
}
