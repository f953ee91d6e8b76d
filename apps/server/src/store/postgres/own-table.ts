import type { Epoch, MemberId } from '@confab/protocol'
import {
  keptHoursIn,
  OWN_STRETCH_MESSAGES,
  OWN_STRETCH_PLACES,
  type OwnEditRow,
  type OwnMessageRow,
  type OwnPush,
  type OwnReaction,
  type OwnReport,
  type OwnRoomRow,
  type OwnTable,
  ownReportsSql,
  ownRoomOf,
  ownRoomsAfter,
  ownRoomsSql,
  portionOfOwn,
  pushHostOf,
  withEdits,
} from '../own-table.ts'
import { MESSAGE_RECORD } from '../records.ts'
import type { TokenHash } from '../store.ts'
import type { Ask, Statement } from './pool.ts'

const statement = (name: string, text: string): Statement => ({ name: `own-${name}`, text })

const IDENTITY = 'SELECT identity FROM tokens WHERE token_hash = $1 AND revoked_at IS NULL'

const WHOSE = statement('whose', IDENTITY)
const ATTENTION = statement(
  'attention',
  `SELECT (SELECT until_at FROM quiet WHERE quiet.identity = me.identity) AS "quietUntil",
     coalesce((SELECT json_agg(json_build_object('endpoint', endpoint, 'language', language, 'keptAt', kept_at)
       ORDER BY kept_at, endpoint) FROM push_subscriptions p WHERE p.identity = me.identity), '[]') AS pushes
   FROM (${IDENTITY}) me`,
)
const ROOMS = statement(
  'rooms',
  ownRoomsSql((place) => `$${place}`),
)
const REPORTS = statement(
  'reports',
  ownReportsSql((place) => `$${place}`),
)
const HERE = statement(
  'here',
  `SELECT r.room, r.epoch, r.settings, m.member_id AS "memberId" FROM rooms r JOIN members m ON m.room = r.room
   WHERE r.room_id = $2 AND m.identity = (${IDENTITY})`,
)
// Looked through by place: nobody else needs an index of who wrote what, and every post would pay for it.
const MESSAGES = statement(
  'messages',
  `SELECT ${MESSAGE_RECORD},
     (SELECT coalesce(sum(octet_length(e.body)), 0)::bigint FROM edits e
      WHERE e.room = messages.room AND e.sequence = messages.sequence) AS "editBytes"
   FROM messages WHERE room = $1 AND sequence > $2 AND sequence <= $3 AND author_id = $4 ORDER BY sequence LIMIT $5`,
)
const EDITS = statement(
  'edits',
  `SELECT sequence, replaced_at AS "replacedAt", body FROM edits
   WHERE room = $1 AND sequence = ANY ($2::bigint[]) ORDER BY sequence, version`,
)
// By the kinds there are at each message, which are few; who reacted may be many.
const REACTIONS = statement(
  'reactions',
  `SELECT n.sequence, n.message_id AS "messageId", kind.value ->> 'emoji' AS emoji
   FROM reactions n CROSS JOIN LATERAL json_array_elements(n.reactions::json) WITH ORDINALITY AS kind (value, place)
   WHERE n.room = $1 AND n.sequence > $2 AND n.sequence <= $3 AND EXISTS (SELECT FROM reactors x
     WHERE x.room = n.room AND x.sequence = n.sequence AND x.emoji = kind.value ->> 'emoji' AND x.member_id = $4)
   ORDER BY n.sequence, kind.place`,
)

type Owner = { identity: number }
type Here = { room: number; epoch: Epoch; settings: string | null; memberId: MemberId }
type Attention = { quietUntil: number | null; pushes: (Omit<OwnPush, 'host'> & { endpoint: string })[] }

/** What PostgreSQL knows of one identity, for itself. Who asks is looked up first; what they wrote is read a moment later, and is theirs still. */
export function createOwnTable(read: Ask): OwnTable {
  return {
    async attention(tokenHash) {
      const [row] = await read<Attention>(ATTENTION, [tokenHash])
      return row
        ? {
            quietUntil: row.quietUntil,
            pushes: row.pushes.map(({ endpoint, ...rest }) => ({ host: pushHostOf(endpoint), ...rest })),
          }
        : null
    },

    async rooms(tokenHash: TokenHash, after, limit) {
      const [me] = await read<Owner>(WHOSE, [tokenHash])
      if (!me) return null
      const rows = await read<OwnRoomRow>(ROOMS, [me.identity, ...ownRoomsAfter(after, limit)])
      return rows.map(ownRoomOf)
    },

    async reports(tokenHash, roomId, limit) {
      const [me] = await read<Owner>(WHOSE, [tokenHash])
      return me ? read<OwnReport>(REPORTS, [me.identity, roomId, limit]) : null
    },

    async stretch(tokenHash, roomId, { after, upTo }) {
      const [here] = await read<Here>(HERE, [tokenHash, roomId])
      if (!here) return null
      const { room, epoch, settings, memberId } = here
      const keptHours = keptHoursIn(settings)
      const end = Math.min(after + OWN_STRETCH_PLACES, upTo)
      const rows = await read<OwnMessageRow>(MESSAGES, [room, after, end, memberId, OWN_STRETCH_MESSAGES])
      const { messages, edited, to } = portionOfOwn(rows, end)
      const edits = edited.length > 0 ? await read<OwnEditRow>(EDITS, [room, edited]) : []
      const reactions = await read<OwnReaction>(REACTIONS, [room, after, to, memberId])
      return { epoch, keptHours, to, messages: withEdits(messages, edits), reactions }
    },
  }
}
