/** The rooms of an identity, the one joined last first, by the names of `HandedRoom`. Both databases ask for them in these words. */
export const handedRoomsSql = (identity: string, limit: string): string =>
  `SELECT r.room_id AS "roomId", r.code, r.title, m.member_id AS "memberId", m.name FROM members m JOIN rooms r ON r.room = m.room
   WHERE m.identity = ${identity} AND m.role NOT IN ('removed', 'banned') ORDER BY m.joined_at DESC, r.room LIMIT ${limit}`
