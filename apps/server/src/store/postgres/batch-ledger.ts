import type { MemberId, MemberRecord, RoomId } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { isOut } from '@confab/protocol/can'
import type { NewDeed } from '../deed-table.ts'
import { type Ledger, type LedgerRoom, newRoom } from '../ledger.ts'
import type { TokenHash } from '../store.ts'
import type { RoomDeed } from './deed-table.ts'
import { type MessageFacts, MessageLedger } from './message-ledger.ts'

/** A room as its row says, with the id people's commands name it by. */
export type RoomFact = LedgerRoom & { roomId: RoomId }

/** A member's row: the record, and what only the tables know of it. `isSignedOut`: no token of its identity is good any more. */
export type MemberFact = {
  room: number
  identity: number
  nameSkeleton: string
  isSignedOut: boolean
  record: MemberRecord
}

/** All that the changes of one batch may ask for, read at once while their rooms are locked. */
export type Facts = MessageFacts & {
  rooms: readonly RoomFact[]
  takenCodes: ReadonlySet<string>
  members: readonly MemberFact[]
  /** How many are members and not out, of the rooms that may have to be full. */
  memberCounts: ReadonlyMap<number, number>
  /** Who was let in and has not come yet, as the keys of rooms and tokens. */
  letIn: readonly { room: number; tokenHash: TokenHash }[]
  identities: ReadonlyMap<TokenHash, number>
  revoked: ReadonlySet<TokenHash>
  /** Keys nobody has yet, one for each room and identity that may be made. */
  freeRooms: readonly number[]
  freeIdentities: readonly number[]
}

/** One thing to write about members, in the order it has to be written: a name has to be free before another takes it. */
export type MemberWrite = MemberFact & { how: 'insert' | 'update' }

/** What a batch comes to. */
export type Writes = {
  identities: { identity: number; tokenHash: TokenHash; at: number }[]
  rooms: { room: RoomFact; epoch: string }[]
  members: MemberWrite[]
  changedRooms: LedgerRoom[]
  passwords: Map<number, { room: number; hash: string; since: number }>
  ownerCodes: Map<number, { room: number; hash: string; since: number; madeBy: MemberId }>
  /** Who came in and would have to knock again. */
  forgottenKnocks: { room: number; tokenHash: TokenHash }[]
  deeds: RoomDeed[]
}

/** A ledger over facts read beforehand. It writes nothing itself: what is to be written is in `writes` and
 * `messageWrites` once all changes are judged. */
export class BatchLedger extends MessageLedger implements Ledger<RoomFact> {
  readonly writes: Writes = {
    identities: [],
    rooms: [],
    members: [],
    changedRooms: [],
    passwords: new Map(),
    ownerCodes: new Map(),
    forgottenKnocks: [],
    deeds: [],
  }
  readonly #rooms = new Map<RoomId, RoomFact>()
  readonly #codes: Set<string>
  readonly #members = new Map<string, MemberFact>()
  readonly #memberCounts: Map<number, number>
  readonly #letIn: Set<string>
  readonly #byIdentity = new Map<string, MemberId>()
  readonly #nameHolders = new Map<string, MemberId>()
  readonly #identities: Map<TokenHash, number>
  readonly #revoked: ReadonlySet<TokenHash>
  readonly #changed = new Set<LedgerRoom>()
  readonly #freeRooms: number[]
  readonly #freeIdentities: number[]

  constructor(facts: Facts) {
    super(facts)
    for (const room of facts.rooms) this.#rooms.set(room.roomId, room)
    for (const member of facts.members) this.#know(member)
    this.#memberCounts = new Map(facts.memberCounts)
    this.#letIn = new Set(facts.letIn.map(({ room, tokenHash }) => key(room, tokenHash)))
    this.#codes = new Set(facts.takenCodes)
    this.#identities = new Map(facts.identities)
    this.#revoked = facts.revoked
    this.#freeRooms = [...facts.freeRooms]
    this.#freeIdentities = [...facts.freeIdentities]
  }

  room(roomId: RoomId): RoomFact | null {
    return this.#rooms.get(roomId) ?? null
  }

  isCodeTaken(code: string): boolean {
    return this.#codes.has(code)
  }

  insertRoom(...[roomId, code, epoch, at]: Parameters<Ledger<RoomFact>['insertRoom']>): RoomFact {
    const room: RoomFact = { ...newRoom(taken(this.#freeRooms), code, at), roomId }
    this.#rooms.set(roomId, room)
    this.#codes.add(code)
    this.writes.rooms.push({ room, epoch })
    return room
  }

  markChanged(room: RoomFact): void {
    if (this.#changed.has(room)) return
    this.#changed.add(room)
    this.writes.changedRooms.push(room)
  }

  member({ room }: RoomFact, memberId: MemberId): MemberRecord | null {
    return this.#members.get(key(room, memberId))?.record ?? null
  }

  memberByToken(room: RoomFact, tokenHash: TokenHash): MemberRecord | null {
    const identity = this.#identities.get(tokenHash)
    const memberId = identity === undefined ? undefined : this.#byIdentity.get(key(room.room, identity))
    return memberId === undefined ? null : this.member(room, memberId)
  }

  isRevoked(tokenHash: TokenHash): boolean {
    return this.#revoked.has(tokenHash)
  }

  isSignedOut({ room }: RoomFact, memberId: MemberId): boolean {
    return this.#members.get(key(room, memberId))?.isSignedOut ?? true
  }

  nameHolder({ room }: RoomFact, nameSkeleton: string): MemberId | null {
    return this.#nameHolders.get(key(room, nameSkeleton)) ?? null
  }

  memberCount({ room }: RoomFact): number {
    return this.#memberCounts.get(room) ?? 0
  }

  isLetIn({ room }: RoomFact, tokenHash: TokenHash): boolean {
    return this.#letIn.has(key(room, tokenHash))
  }

  forgetKnock({ room, settings }: RoomFact, tokenHash: TokenHash): void {
    // Where nothing was ever settled nobody knocks.
    if (!settings) return
    this.#letIn.delete(key(room, tokenHash))
    this.writes.forgottenKnocks.push({ room, tokenHash })
  }

  setPassword({ room, version }: RoomFact, hash: string): void {
    this.writes.passwords.set(room, { room, hash, since: version })
  }

  setOwnerCode({ room, version }: RoomFact, hash: string, madeBy: MemberId): void {
    this.writes.ownerCodes.set(room, { room, hash, since: version, madeBy })
  }

  membersSince(...[{ room }, { since, above, limit }]: Parameters<Ledger<RoomFact>['membersSince']>) {
    return [...this.#members.values()]
      .flatMap((member) => (member.room === room && member.record.joinedAt >= since ? member.record : []))
      .filter(({ role, version }) =>
        above === null ? role === 'member' || role === 'reader' : role === 'banned' && version > above,
      )
      .sort((a, b) => b.sequence - a.sequence)
      .slice(0, limit)
  }

  noteDeed({ room }: RoomFact, deed: NewDeed): void {
    this.writes.deeds.push({ ...deed, room })
  }

  insertMember({ room }: RoomFact, record: MemberRecord, tokenHash: TokenHash, nameSkeleton: string): void {
    const identity = this.#identityOf(tokenHash, record.joinedAt)
    const member = { room, identity, nameSkeleton, isSignedOut: false, record }
    this.#know(member)
    this.#count(room, 1)
    this.writes.members.push({ how: 'insert', ...member })
  }

  changeMember({ room }: RoomFact, record: MemberRecord, nameSkeleton: string | null): void {
    const before = this.#members.get(key(room, record.memberId))
    if (!before) throw new Error('a member the ledger does not know')
    this.#nameHolders.delete(key(room, before.nameSkeleton))
    this.#count(room, Number(!isOut(record.role)) - Number(!isOut(before.record.role)))
    const member = { ...before, nameSkeleton: nameSkeleton ?? before.nameSkeleton, record }
    this.#know(member)
    this.writes.members.push({ how: 'update', ...member })
  }

  #count(room: number, more: number): void {
    this.#memberCounts.set(room, (this.#memberCounts.get(room) ?? 0) + more)
  }

  #know(member: MemberFact): void {
    const { room, identity, nameSkeleton, record } = member
    this.#members.set(key(room, record.memberId), member)
    this.#byIdentity.set(key(room, identity), record.memberId)
    this.#nameHolders.set(key(room, nameSkeleton), record.memberId)
  }

  #identityOf(tokenHash: TokenHash, at: number): number {
    const known = this.#identities.get(tokenHash)
    if (known !== undefined) return known
    const identity = taken(this.#freeIdentities)
    this.#identities.set(tokenHash, identity)
    this.writes.identities.push({ identity, tokenHash, at })
    return identity
  }
}

const key = (room: number, of: MemberId | string | number) => `${room} ${of}`

function taken(free: number[]): number {
  const next = free.shift()
  if (next === undefined) throw new Error('more is made than the batch has keys for')
  return next
}
