import type { DatabaseSync } from 'node:sqlite'
import type { TokenHash } from '../store.ts'
import type { AttentionTableHere } from './attention-reader.ts'

/** What is written of attention, inside a transaction of the caller. */
export type AttentionWriter = Pick<
  AttentionTableHere,
  'setLevel' | 'setIgnored' | 'setQuiet' | 'subscribe' | 'unsubscribe' | 'forget' | 'keepPushKey'
>

const WHOSE = 'identity IN (SELECT identity FROM tokens WHERE token_hash = ?)'
const NOBODY_S =
  'AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.identity = %.identity AND revoked_at IS NULL)'

/** Prepares the writing of what identities want to be called for. */
export function prepareAttentionWriter(database: DatabaseSync): AttentionWriter {
  const identity = database.prepare('SELECT identity FROM tokens WHERE token_hash = ? AND revoked_at IS NULL')
  const member = database.prepare(
    `SELECT room FROM members
     WHERE room = (SELECT room FROM rooms WHERE room_id = ?) AND identity = ? AND role NOT IN ('removed', 'banned')`,
  )
  const others = database.prepare('SELECT count(*) AS count FROM levels WHERE identity = ? AND room <> ?')
  const putLevel = database.prepare(
    `INSERT INTO levels (identity, room, level) VALUES (?, ?, ?)
     ON CONFLICT (identity, room) DO UPDATE SET level = excluded.level`,
  )
  const dropLevel = database.prepare('DELETE FROM levels WHERE identity = ? AND room = ?')
  const memberHere = database.prepare('SELECT identity FROM members WHERE room = ? AND member_id = ?')
  const ignoredCount = database.prepare('SELECT count(*) AS count FROM ignored WHERE identity = ?')
  const isIgnoring = database.prepare(
    'SELECT 1 FROM ignored WHERE identity = ? AND room = ? AND member_id = ?',
  )
  const ignore = database.prepare('INSERT INTO ignored (identity, room, member_id) VALUES (?, ?, ?)')
  const heed = database.prepare('DELETE FROM ignored WHERE identity = ? AND room = ? AND member_id = ?')
  const putQuiet = database.prepare(
    `INSERT INTO quiet (identity, until_at) VALUES (?, ?)
     ON CONFLICT (identity) DO UPDATE SET until_at = excluded.until_at`,
  )
  const dropQuiet = database.prepare('DELETE FROM quiet WHERE identity = ?')
  const ownerOf = database.prepare('SELECT identity FROM push_subscriptions WHERE endpoint = ?')
  const subscribe = database.prepare(
    `INSERT INTO push_subscriptions (endpoint, identity, p256dh, auth, language, kept_at, kept_by) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (endpoint) DO UPDATE SET identity = excluded.identity, p256dh = excluded.p256dh,
       auth = excluded.auth, language = excluded.language, kept_at = excluded.kept_at, kept_by = excluded.kept_by`,
  )
  const dropOldest = database.prepare(
    `DELETE FROM push_subscriptions WHERE endpoint IN
       (SELECT endpoint FROM push_subscriptions WHERE identity = ? ORDER BY kept_at DESC, endpoint LIMIT -1 OFFSET ?)`,
  )
  const listen = database.prepare(
    `INSERT INTO push_rooms (room, identity)
     SELECT room, identity FROM members WHERE identity = ? ORDER BY room DESC LIMIT ? ON CONFLICT DO NOTHING`,
  )
  const drop = database.prepare('DELETE FROM push_subscriptions WHERE endpoint = ?')
  const listenNoMore = database.prepare(
    `DELETE FROM push_rooms WHERE identity = ?
       AND NOT EXISTS (SELECT 1 FROM push_subscriptions WHERE push_subscriptions.identity = push_rooms.identity)`,
  )
  const putKey = database.prepare('INSERT INTO push_keys (one, secret) VALUES (1, ?) ON CONFLICT DO NOTHING')
  const key = database.prepare('SELECT secret FROM push_keys')

  const identityOf = (tokenHash: TokenHash): number | null =>
    (identity.get(tokenHash) as { identity: number } | undefined)?.identity ?? null

  function dropOf(endpoint: string, who: number | null): void {
    const owner = ownerOf.get(endpoint) as { identity: number } | undefined
    if (!owner || (who !== null && owner.identity !== who)) return
    drop.run(endpoint)
    listenNoMore.run(owner.identity)
  }

  return {
    setLevel(tokenHash, roomId, level, limit) {
      const who = identityOf(tokenHash)
      const at = who === null ? undefined : (member.get(roomId, who) as { room: number } | undefined)
      if (who === null || !at) return 'forbidden'
      if (level === 'all') dropLevel.run(who, at.room)
      else if (Number(others.get(who, at.room)?.count) >= limit) return 'limit-reached'
      else putLevel.run(who, at.room, level)
      return 'done'
    },
    setIgnored(tokenHash, roomId, { memberId, isIgnored }, limit) {
      const who = identityOf(tokenHash)
      const at = who === null ? undefined : (member.get(roomId, who) as { room: number } | undefined)
      if (who === null || !at) return 'forbidden'
      const key = [who, at.room, memberId] as const
      if (!isIgnored) {
        heed.run(...key)
        return 'done'
      }
      const them = memberHere.get(at.room, memberId) as { identity: number } | undefined
      if (!them) return 'not-found'
      if (them.identity === who) return 'invalid'
      if (isIgnoring.get(...key)) return 'done'
      if (Number(ignoredCount.get(who)?.count) >= limit) return 'limit-reached'
      ignore.run(...key)
      return 'done'
    },
    setQuiet(tokenHash, until) {
      const who = identityOf(tokenHash)
      if (who === null) return false
      if (until === null) dropQuiet.run(who)
      else putQuiet.run(who, until)
      return true
    },
    subscribe(tokenHash, { endpoint, p256dh, auth, language }, { at, limit, roomsMax }) {
      const who = identityOf(tokenHash)
      if (who === null) return false
      const before = ownerOf.get(endpoint) as { identity: number } | undefined
      subscribe.run(endpoint, who, p256dh, auth, language, at, tokenHash)
      if (before && before.identity !== who) listenNoMore.run(before.identity)
      dropOldest.run(who, limit)
      listen.run(who, roomsMax)
      return true
    },
    unsubscribe(tokenHash, endpoint) {
      const who = identityOf(tokenHash)
      if (who !== null) dropOf(endpoint, who)
    },
    forget(endpoints) {
      for (const endpoint of endpoints) dropOf(endpoint, null)
    },
    keepPushKey(offered) {
      putKey.run(offered)
      return String(key.get()?.secret)
    },
  }
}

/** Prepares the end of calls to the browser of a token that was ended, and, when it was the last of its identity, of all that was to be called for. */
export function prepareAttentionEnd(database: DatabaseSync): (tokenHash: TokenHash) => void {
  const ends = ['levels', 'ignored', 'quiet', 'push_subscriptions', 'push_rooms'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE ${WHOSE} ${NOBODY_S.replace('%', table)}`),
  )
  const silence = database.prepare(
    `DELETE FROM push_subscriptions WHERE ${WHOSE} AND (kept_by = ? OR kept_by IS NULL)`,
  )
  return (tokenHash) => {
    silence.run(tokenHash, tokenHash)
    for (const end of ends) end.run(tokenHash)
  }
}
