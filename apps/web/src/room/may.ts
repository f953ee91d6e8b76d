import { type Action, can, type Target } from '@confab/protocol/can'
import type { RoomSession } from './room-session.svelte.ts'

/** Whether whoever looks may do this here: asked of the same table as the server asks. Of a member their role is looked up. */
export function may(session: RoomSession, action: Action, target: Target = {}): boolean {
  const { me, room } = session.view
  const { memberId } = target
  const role = target.role ?? (memberId && session.room.member(memberId)?.role)
  return can(me, action, { ...target, ...(role ? { role } : {}) }, room ?? {}, session.now)
}
