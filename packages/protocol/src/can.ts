import type { MemberId } from './ids.ts'
import type { Role } from './member.ts'
import type { RoomSettings } from './room.ts'

export { isOut } from './is-out.ts'

/** What somebody may do in a room: everything, what concerns only themselves, what concerns those below them, or nothing. */
type Reach = 'all' | 'own' | 'below' | 'none'

/** Who is above whom. */
const RANK: Record<Role, number> = { owner: 4, moderator: 3, member: 2, reader: 1, removed: 0, banned: 0 }

const NOTHING = { removed: 'none', banned: 'none' } as const
const OWNERS = { owner: 'all', moderator: 'none', member: 'none', reader: 'none', ...NOTHING } as const
const MODERATORS = { owner: 'all', moderator: 'all', member: 'none', reader: 'none', ...NOTHING } as const
const POSTERS = { owner: 'all', moderator: 'all', member: 'all', reader: 'none', ...NOTHING } as const
const INSIDE = { ...POSTERS, reader: 'all' } as const
const OVER_OTHERS = {
  owner: 'below',
  moderator: 'below',
  member: 'none',
  reader: 'none',
  ...NOTHING,
} as const

const REACH = {
  'change-room': OWNERS,
  'change-code': OWNERS,
  'change-settings': OWNERS,
  'lock-room': MODERATORS,
  'answer-knock': MODERATORS,
  'clean-up': MODERATORS,
  'erase-messages': MODERATORS,
  'export-room': INSIDE,
  'read-deeds': MODERATORS,
  'set-role': OVER_OTHERS,
  'hand-over': { ...OWNERS, owner: 'below' },
  'set-owner-code': OWNERS,
  'claim-room': INSIDE,
  'remove-member': OVER_OTHERS,
  'ban-member': OVER_OTHERS,
  'mute-member': OVER_OTHERS,
  'post-message': POSTERS,
  'edit-message': { owner: 'own', moderator: 'own', member: 'own', reader: 'none', ...NOTHING },
  'delete-message': { owner: 'all', moderator: 'all', member: 'own', reader: 'own', ...NOTHING },
  react: POSTERS,
  'pin-message': MODERATORS,
} as const satisfies Record<string, Record<Role, Reach>>

/** What needs the right to post, wherever a room says who has it. */
const POSTING: ReadonlySet<Action> = new Set(['post-message', 'edit-message'])

/** What nobody does while they are muted. */
const SPEAKING: ReadonlySet<Action> = new Set([...POSTING, 'react'])

/** What one can want to do in a room. Named like the command that asks for it, where there is one. */
export type Action = keyof typeof REACH

/** All of them. */
export const ACTIONS = Object.keys(REACH) as Action[]

/** The least that somebody is who takes a room away, by what is settled for it. */
const EXPORTER_RANK = { owner: RANK.owner, moderators: RANK.moderator, members: RANK.reader } as const

/** A member as far as it matters for what they may do. A member's record is one. */
export type Actor = { memberId: MemberId; role: Role; mutedUntil?: number }

/** Whom an action concerns: a member, or who wrote the message in question. What is left out is nobody's, and below nobody. */
export type Target = { memberId?: MemberId; role?: Role }

/** A room as far as it matters for what people may do in it. A room's record is one. */
export type RoomOfAction = { settings?: RoomSettings }

/**
 * Whether somebody may do this. The one table of it, for both ends; null is who is no member. Giving somebody a role asks twice: for who
 * has it, and for one who had the new role already, because nobody makes others their equals or better. `at` is the server's time: who was
 * muted once is so for whoever does not know it.
 */
export function can(
  actor: Actor | null,
  action: Action,
  target: Target = {},
  room: RoomOfAction = {},
  at = 0,
): boolean {
  if (!actor || (SPEAKING.has(action) && isMuted(actor, at))) return false
  if (room.settings?.whoPosts === 'moderators' && POSTING.has(action) && RANK[actor.role] < RANK.moderator)
    return false
  if (action === 'export-room' && RANK[actor.role] < EXPORTER_RANK[room.settings?.whoExports ?? 'owner'])
    return false
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

/** Whether somebody is muted at a time of the server's clock, in milliseconds. */
export const isMuted = (one: Pick<Actor, 'mutedUntil'>, at: number): boolean => (one.mutedUntil ?? 0) > at
