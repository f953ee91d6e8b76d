import type { Role } from './member.ts'

/** Whether somebody with this role is out of the room: they may do nothing, and are told nothing more. */
export const isOut = (role: Role): role is 'removed' | 'banned' => role === 'removed' || role === 'banned'
