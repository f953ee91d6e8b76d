import { type Static, Type } from 'typebox'
import { Epoch, RoomId } from '../ids.ts'
import { MemberRecord } from '../member.ts'
import { Page } from '../record.ts'
import { RoomRecord } from '../room.ts'

/**
 * Server → client. Starts the room afresh: the newest page, the room itself and one's own membership. What the client held
 * of the room before is dropped (posts not yet acked stay), and its cursor is now `page.head`.
 */
export const Reset = Type.Object({
  type: Type.Literal('reset'),
  roomId: RoomId,
  epoch: Epoch,
  room: RoomRecord,
  me: MemberRecord,
  page: Page,
})
/** See the schema of the same name. */
export type Reset = Static<typeof Reset>
