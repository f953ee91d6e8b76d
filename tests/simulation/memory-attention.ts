import {
  type AttentionLevel,
  type MemberId,
  type MemberRecord,
  type RoomId,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol'
import type { AttentionTable, Listener, PushSubscription } from '@confab/server/src/store/attention-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import {
  type Disk,
  lastReadOf,
  memberBy,
  memberOf,
  messageOf,
  type RoomState,
  roomRecordOf,
} from './memory-disk.ts'
import { isAnybody } from './memory-identities.ts'

/** A member who can be called. */
type Listening = {
  key: number
  tokenHash: TokenHash
  member: MemberRecord
  level: AttentionLevel
  subscriptions: readonly PushSubscription[]
}

/** Whom somebody would rather not read in a room. */
export const ignoredBy = ({ attention }: Disk, tokenHash: TokenHash, roomId: RoomId): ReadonlySet<MemberId> =>
  attention.ignored.get(tokenHash)?.get(roomId) ?? new Set()

/** Nobody can want anything with this token any more. */
export function endAttention({ attention }: Disk, tokenHash: TokenHash): void {
  attention.levels.delete(tokenHash)
  attention.ignored.delete(tokenHash)
  attention.quiet.delete(tokenHash)
  for (const [endpoint, subscription] of attention.subscriptions)
    if (subscription.tokenHash === tokenHash) attention.subscriptions.delete(endpoint)
}

/** What the simulated store knows of attention. `soon` does something when the disk gets to it. */
export function createMemoryAttention(disk: Disk, soon: <T>(work: () => T) => Promise<T>): AttentionTable {
  const { attention } = disk
  const subscriptionsOf = (tokenHash: TokenHash) =>
    [...attention.subscriptions.values()]
      .filter((subscription) => subscription.tokenHash === tokenHash)
      .sort((a, b) => a.at - b.at || (a.endpoint < b.endpoint ? -1 : 1))

  /** Everybody who has a subscription and is a member, with a number in a lasting order. */
  function* listening(room: RoomState, now: number): Generator<Listening> {
    let key = 0
    for (const tokenHash of room.owners.keys()) {
      key += 1
      const member = memberBy(disk, room, tokenHash)
      const subscriptions = subscriptionsOf(tokenHash)
      if (!member || subscriptions.length === 0 || (attention.quiet.get(tokenHash) ?? 0) > now) continue
      yield {
        key,
        tokenHash,
        member,
        level: attention.levels.get(tokenHash)?.get(room.roomId) ?? 'all',
        subscriptions,
      }
    }
  }

  function listenerOf(room: RoomState, { tokenHash, member, subscriptions }: Listening): Listener {
    const lastRead = lastReadOf(room, member)
    const ignores = ignoredBy(disk, tokenHash, room.roomId)
    const unread = [...room.records.values()].filter(
      (record) =>
        record.kind === 'message' &&
        record.sequence > lastRead &&
        record.authorId !== member.memberId &&
        !ignores.has(record.authorId) &&
        record.deletedAt === undefined,
    )
    return {
      memberId: member.memberId,
      lastRead,
      unread: Math.min(unread.length, UNREAD_COUNTED_MAX),
      ignores: [...ignores],
      subscriptions: subscriptions.map(({ endpoint, p256dh, auth, language }) => ({
        endpoint,
        p256dh,
        auth,
        language,
      })),
    }
  }

  return {
    read: (tokenHash) =>
      soon(() => ({
        levels: [...(attention.levels.get(tokenHash) ?? [])].map(([roomId, level]) => ({ roomId, level })),
        ignored: [...(attention.ignored.get(tokenHash) ?? [])]
          .filter(([, members]) => members.size > 0)
          .map(([roomId, members]) => ({ roomId, memberIds: [...members].sort() })),
        quietUntil: attention.quiet.get(tokenHash) ?? null,
        isSubscribed: subscriptionsOf(tokenHash).length > 0,
      })),
    setLevel: (tokenHash, roomId, level, limit) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        if (!room || !memberBy(disk, room, tokenHash)) return 'forbidden'
        const levels = attention.levels.get(tokenHash) ?? new Map()
        attention.levels.set(tokenHash, levels)
        if (level === 'all') levels.delete(roomId)
        else if (!levels.has(roomId) && levels.size >= limit) return 'limit-reached'
        else levels.set(roomId, level)
        return 'done'
      }),
    setIgnored: (tokenHash, roomId, { memberId, isIgnored }, limit) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        const me = room && memberBy(disk, room, tokenHash)
        if (!room || !me) return 'forbidden'
        const rooms = attention.ignored.get(tokenHash) ?? new Map<RoomId, Set<MemberId>>()
        attention.ignored.set(tokenHash, rooms)
        const here = rooms.get(roomId) ?? new Set()
        rooms.set(roomId, here)
        if (!isIgnored) {
          here.delete(memberId)
          return 'done'
        }
        if (!memberOf(room, memberId)) return 'not-found'
        if (memberId === me.memberId) return 'invalid'
        if (here.has(memberId)) return 'done'
        const count = [...rooms.values()].reduce((sum, members) => sum + members.size, 0)
        if (count >= limit) return 'limit-reached'
        here.add(memberId)
        return 'done'
      }),
    setQuiet: (tokenHash, until) =>
      soon(() => {
        if (!isAnybody(disk, tokenHash)) return false
        if (until === null) attention.quiet.delete(tokenHash)
        else attention.quiet.set(tokenHash, until)
        return true
      }),
    subscribe: (tokenHash, subscription, { at, limit }) =>
      soon(() => {
        if (!isAnybody(disk, tokenHash)) return false
        attention.subscriptions.set(subscription.endpoint, { ...subscription, tokenHash, at })
        const kept = subscriptionsOf(tokenHash)
        for (const { endpoint } of kept.slice(0, Math.max(0, kept.length - limit)))
          attention.subscriptions.delete(endpoint)
        return true
      }),
    unsubscribe: (tokenHash, endpoint) =>
      soon(() => {
        if (attention.subscriptions.get(endpoint)?.tokenHash === tokenHash)
          attention.subscriptions.delete(endpoint)
      }),
    forget: (endpoints) =>
      soon(() => {
        for (const endpoint of endpoints) attention.subscriptions.delete(endpoint)
      }),
    keepPushKey: (offered) =>
      soon(() => {
        attention.key ??= offered
        return attention.key
      }),
    readListened: (roomIds) =>
      soon(() =>
        roomIds.filter((roomId) => {
          const owners = disk.rooms.get(roomId)?.owners.keys() ?? []
          return [...owners].some((tokenHash) => subscriptionsOf(tokenHash).length > 0)
        }),
      ),
    readListeners: (roomId, asked, now) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        if (!room) return { listeners: [], next: null }
        const all = [...listening(room, now)]
        if (asked.level === 'mentions') {
          const wanted = new Set<MemberId>(asked.memberIds)
          const called = all.filter(({ level, member }) => level !== 'none' && wanted.has(member.memberId))
          return { listeners: called.map((one) => listenerOf(room, one)), next: null }
        }
        const behind = all.filter(({ key }) => key > asked.after)
        const listed = behind.slice(0, asked.limit)
        const next = behind.length < asked.limit ? null : (listed.at(-1)?.key ?? null)
        const called = listed.filter(({ level }) => level === 'all')
        return { listeners: called.map((one) => listenerOf(room, one)), next }
      }),
    readSubjects: (roomId, { messageIds, memberIds }) =>
      soon(() => {
        const room = disk.rooms.get(roomId)
        if (!room) return null
        const messages = messageIds.map((messageId) => messageOf(room, messageId))
        const members = memberIds.map((memberId) => memberOf(room, memberId))
        return {
          room: roomRecordOf(room),
          messages: messages.filter((message) => message !== null),
          members: members.filter((member) => member !== null),
        }
      }),
  }
}
