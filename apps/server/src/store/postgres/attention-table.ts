import type { RoomId, RoomRecord } from '@confab/protocol'
import type pg from 'pg'
import type { AttentionState, AttentionTable, Listener } from '../attention-table.ts'
import { roomRecord } from '../ledger.ts'
import {
  type MemberRow,
  type MessageRow,
  memberRecord,
  messageRecord,
  roomOf,
  type WithExtrasRow,
} from '../records.ts'
import type { TokenHash } from '../store.ts'
import {
  COUNT_IGNORED,
  COUNT_OTHER_LEVELS,
  DROP_LEVEL,
  DROP_OLDEST,
  DROP_QUIET,
  FORGET,
  HEED,
  IDENTITY_LOCKED,
  IGNORE,
  IGNORED_MEMBER,
  LISTEN,
  LISTEN_NO_MORE,
  MEMBER_LOCKED,
  OWNER,
  PUSH_KEY,
  PUT_LEVEL,
  PUT_PUSH_KEY,
  PUT_QUIET,
  READ_ADDRESSED,
  READ_ATTENTION,
  READ_LISTENED,
  READ_LISTENERS,
  READ_SUBJECTS,
  SUBSCRIBE,
  UNSUBSCRIBE,
} from './attention-statements.ts'
import { inTurn } from './in-turn.ts'
import type { Ask } from './pool.ts'
import { inHarmlessTransaction } from './transaction.ts'

type Owner = { identity: number }
type Subjects = { room: WithExtrasRow<RoomRecord> | null; messages: MessageRow[]; members: MemberRow[] }
type Listened = { listeners: Listener[]; count: number; last: number | null }

/** What PostgreSQL knows of attention. `read` is asked on the reading connections, writing has transactions of its own. */
export function createAttentionTable(read: Ask, noting: pg.Pool): AttentionTable {
  const turn = inTurn()
  const write = <Answer>(work: (ask: Ask) => Promise<Answer>): Promise<Answer> =>
    turn(() => inHarmlessTransaction(noting, work))
  /** What somebody may do who is anybody. */
  const asOne = <Answer>(
    tokenHash: TokenHash,
    nobody: Answer,
    work: (ask: Ask, identity: number) => Promise<Answer>,
  ) =>
    write(async (ask) => {
      const [me] = await ask<Owner>(IDENTITY_LOCKED, [tokenHash])
      return me ? work(ask, me.identity) : nobody
    })

  return {
    async read(tokenHash) {
      const [row] = await read<AttentionState>(READ_ATTENTION, [tokenHash])
      return row ?? { levels: [], ignored: [], quietUntil: null, isSubscribed: false }
    },

    setLevel: (tokenHash, roomId, level, limit) =>
      write(async (ask) => {
        const [at] = await ask<Owner & { room: number }>(MEMBER_LOCKED, [tokenHash, roomId])
        if (!at) return 'forbidden'
        const key = [at.identity, at.room]
        const [others] = level === 'all' ? [] : await ask<{ count: number }>(COUNT_OTHER_LEVELS, key)
        if (others && others.count >= limit) return 'limit-reached'
        await (level === 'all' ? ask(DROP_LEVEL, key) : ask(PUT_LEVEL, [...key, level]))
        return 'done'
      }),

    setIgnored: (tokenHash, roomId, { memberId, isIgnored }, limit) =>
      write(async (ask) => {
        const [at] = await ask<Owner & { room: number }>(MEMBER_LOCKED, [tokenHash, roomId])
        if (!at) return 'forbidden'
        const key = [at.identity, at.room, memberId]
        if (!isIgnored) {
          await ask(HEED, key)
          return 'done'
        }
        const [them] = await ask<Owner>(IGNORED_MEMBER, [at.room, memberId])
        if (!them) return 'not-found'
        if (them.identity === at.identity) return 'invalid'
        const [others] = await ask<{ count: number }>(COUNT_IGNORED, key)
        if (others && others.count >= limit) return 'limit-reached'
        await ask(IGNORE, key)
        return 'done'
      }),

    setQuiet: (tokenHash, until) =>
      asOne(tokenHash, false, async (ask, identity) => {
        await (until === null ? ask(DROP_QUIET, [identity]) : ask(PUT_QUIET, [identity, until]))
        return true
      }),

    subscribe: (tokenHash, { endpoint, p256dh, auth, language }, { at, limit, roomsMax }) =>
      asOne(tokenHash, false, async (ask, identity) => {
        const [before] = await ask<Owner>(OWNER, [endpoint])
        await ask(SUBSCRIBE, [endpoint, identity, p256dh, auth, language, at, tokenHash])
        await ask(DROP_OLDEST, [identity, limit])
        await ask(LISTEN, [identity, roomsMax])
        if (before && before.identity !== identity) await ask(LISTEN_NO_MORE, [[before.identity]])
        return true
      }),

    unsubscribe: (tokenHash, endpoint) =>
      asOne(tokenHash, undefined, async (ask, identity) => {
        await ask(UNSUBSCRIBE, [endpoint, identity])
        await ask(LISTEN_NO_MORE, [[identity]])
      }),

    forget: (endpoints) =>
      write(async (ask) => {
        const gone = await ask<Owner>(FORGET, [endpoints])
        await ask(LISTEN_NO_MORE, [gone.map(({ identity }) => identity)])
      }),

    keepPushKey: (offered) =>
      write(async (ask) => {
        await ask(PUT_PUSH_KEY, [offered])
        const [key] = await ask<{ secret: string }>(PUSH_KEY)
        if (!key) throw new Error('The database has no key for push.')
        return key.secret
      }),

    async readListened(roomIds) {
      const rows = await read<{ roomId: RoomId }>(READ_LISTENED, [roomIds])
      return rows.map(({ roomId }) => roomId)
    },

    async readListeners(roomId, asked, now) {
      if (asked.level === 'mentions') {
        const listeners = await read<Listener>(READ_ADDRESSED, [roomId, now, asked.memberIds])
        return { listeners, next: null }
      }
      const [found] = await read<Listened>(READ_LISTENERS, [roomId, now, asked.after, asked.limit])
      if (!found) return { listeners: [], next: null }
      return { listeners: found.listeners, next: found.count < asked.limit ? null : found.last }
    },

    async readSubjects(roomId, { messageIds, memberIds }) {
      const [row] = await read<Subjects>(READ_SUBJECTS, [roomId, messageIds, memberIds])
      if (!row?.room) return null
      const { room, messages, members } = row
      return {
        room: roomRecord(roomOf(room)),
        messages: messages.map(messageRecord),
        members: members.map(memberRecord),
      }
    },
  }
}
