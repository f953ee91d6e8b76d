import type { MemberId } from './ids.ts'
import type { Role } from './member.ts'

/** What somebody may do in a room: everything, what concerns only themselves, what concerns those below them, or nothing. */
type Reach = 'all' | 'own' | 'below' | 'none'

/** Who is above whom. */
const RANK: Record<Role, number> = { owner: 2, member: 1, removed: 0 }

const NOTHING = { removed: 'none' } as const

const REACH = {
  'change-room': { owner: 'all', member: 'none', ...NOTHING },
  'remove-member': { owner: 'below', member: 'none', ...NOTHING },
  'post-message': { owner: 'all', member: 'all', ...NOTHING },
  'edit-message': { owner: 'own', member: 'own', ...NOTHING },
  'delete-message': { owner: 'all', member: 'own', ...NOTHING },
  react: { owner: 'all', member: 'all', ...NOTHING },
  'pin-message': { owner: 'all', member: 'none', ...NOTHING },
} as const satisfies Record<string, Record<Role, Reach>>

/** What one can want to do in a room. Named like the command that asks for it, where there is one. */
export type Action = keyof typeof REACH

/** All of them. */
export const ACTIONS = Object.keys(REACH) as Action[]

/** A member as far as it matters for what they may do. A member's record is one. */
export type Actor = { memberId: MemberId; role: Role }

/** Whom an action concerns: a member, or who wrote the message in question. What is left out is nobody's, and below nobody. */
export type Target = { memberId?: MemberId; role?: Role }

/** Whether somebody may do this. The one table of it, for both ends; null is who is no member. */
export function can(actor: Actor | null, action: Action, target: Target = {}): boolean {
  if (!actor) return false
  const reach: Reach = REACH[action][actor.role]
  switch (reach) {
    case 'all':
      return true
    case 'own':
      return target.memberId === actor.memberId
    case 'below':
      return target.role !== undefined && RANK[target.role] < RANK[actor.role]
    case 'none':
      return false
  }
}
