import type { MemberId, Role } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can } from '@confab/protocol/can'
import { type DeedRow, deedOfRow, toldOf } from './deed-table.ts'

// Both databases understand these; each writes its own way, one by one or a batch at once.

/** Who asks and what they may read, from one snapshot: a row at least for every member. */
export const READ_DEEDS = `SELECT m.member_id AS "memberId", m.role, d.deed, d.at, d.kind, d.detail,
    d.by_member AS "by", b.name AS "byName", d.whom, w.name AS "whomName"
  FROM rooms r JOIN members m ON m.room = r.room JOIN tokens t ON t.identity = m.identity AND t.revoked_at IS NULL
  LEFT JOIN deeds d ON d.room = r.room AND d.deed < $3
  LEFT JOIN members b ON b.room = d.room AND b.member_id = d.by_member
  LEFT JOIN members w ON w.room = d.room AND w.member_id = d.whom
  WHERE r.room_id = $1 AND t.token_hash = $2 ORDER BY d.deed DESC LIMIT $4`

/** Below which number it is read from the newest on. */
export const ABOVE_ALL_DEEDS = Number.MAX_SAFE_INTEGER

/** The rows as they are told to whoever asks, if they may read them. */
export function deedsFor(rows: readonly DeedRow[], limit: number) {
  const [first] = rows
  const me = first && { memberId: first.memberId as MemberId, role: first.role as Role }
  if (!me || !can(me, 'read-deeds')) return null
  const deeds = rows.flatMap((row) => (row.deed === null ? [] : deedOfRow({ ...row, deed: row.deed })))
  return toldOf(deeds, limit)
}

export const PURGE_DEEDS = 'DELETE FROM deeds WHERE at <= $1'
