import { expect, test } from 'vitest'
import { ACTIONS, type Action, type Actor, can } from './can.ts'
import type { MemberId } from './ids.ts'
import type { Role } from './member.ts'
import { anId } from './testing/index.ts'

const ROLES = [
  'owner',
  'moderator',
  'member',
  'reader',
  'removed',
  'banned',
] as const satisfies readonly Role[]
const EVERYBODY = ['mine', ...ROLES] as const
const BELOW_OWNER = ['moderator', 'member', 'reader', 'removed', 'banned'] as const
const BELOW_MODERATOR = ['member', 'reader', 'removed', 'banned'] as const
const ana = anId<MemberId>('ana')
const bo = anId<MemberId>('bo')

/** Written down a second time, by what people expect, not by how the table says it: `mine` concerns oneself, the others somebody of that role. */
const EXPECTED: Record<Action, Partial<Record<Role, readonly ('mine' | Role)[]>>> = {
  'change-room': { owner: EVERYBODY },
  'change-code': { owner: EVERYBODY },
  'change-settings': { owner: EVERYBODY },
  'lock-room': { owner: EVERYBODY, moderator: EVERYBODY },
  'answer-knock': { owner: EVERYBODY, moderator: EVERYBODY },
  'clean-up': { owner: EVERYBODY, moderator: EVERYBODY },
  'erase-messages': { owner: EVERYBODY, moderator: EVERYBODY },
  'export-room': { owner: EVERYBODY },
  'read-deeds': { owner: EVERYBODY, moderator: EVERYBODY },
  'set-role': { owner: BELOW_OWNER, moderator: BELOW_MODERATOR },
  'hand-over': { owner: BELOW_OWNER },
  'set-owner-code': { owner: EVERYBODY },
  'claim-room': { owner: EVERYBODY, moderator: EVERYBODY, member: EVERYBODY, reader: EVERYBODY },
  'remove-member': { owner: BELOW_OWNER, moderator: BELOW_MODERATOR },
  'ban-member': { owner: BELOW_OWNER, moderator: BELOW_MODERATOR },
  'mute-member': { owner: BELOW_OWNER, moderator: BELOW_MODERATOR },
  'post-message': { owner: EVERYBODY, moderator: EVERYBODY, member: EVERYBODY },
  'edit-message': { owner: ['mine'], moderator: ['mine'], member: ['mine'] },
  'delete-message': { owner: EVERYBODY, moderator: EVERYBODY, member: ['mine'], reader: ['mine'] },
  react: { owner: EVERYBODY, moderator: EVERYBODY, member: EVERYBODY },
  'pin-message': { owner: EVERYBODY, moderator: EVERYBODY },
}

const cases = ACTIONS.flatMap((action) =>
  ROLES.flatMap((role) =>
    (['mine', ...ROLES] as const).map((whose) => ({
      role,
      action,
      whose,
      may: EXPECTED[action][role]?.includes(whose) ?? false,
    })),
  ),
)

test.for(cases)('[A72] $role, $action of $whose: $may', ({ role, action, whose, may }) => {
  const actor: Actor = { memberId: ana, role }
  const target: Actor = whose === 'mine' ? actor : { memberId: bo, role: whose }
  expect(can(actor, action, target)).toBe(may)
})

test.for(ACTIONS)('[A72] who is no member may not: %s', (action) => {
  expect(can(null, action, { memberId: ana, role: 'member' })).toBe(false)
})

test('what concerns nobody in particular is nobody’s own, and below nobody', () => {
  const owner: Actor = { memberId: ana, role: 'owner' }
  expect(can(owner, 'edit-message')).toBe(false)
  expect(can(owner, 'remove-member')).toBe(false)
})

test.for(ROLES)('where moderators alone post, %s posts and edits only as far as they are one', (role) => {
  const room = { settings: { whoPosts: 'moderators' } } as const
  const isOne = role === 'owner' || role === 'moderator'
  const actor: Actor = { memberId: ana, role }
  expect(can(actor, 'post-message', {}, room)).toBe(isOne)
  expect(can(actor, 'edit-message', actor, room)).toBe(isOne)
  expect(can(actor, 'react', {}, room)).toBe(isOne || role === 'member')
})

test.for(ACTIONS)(
  'until the time it is for, a mute keeps from speaking and from nothing else: %s',
  (action) => {
    const target: Actor = { memberId: ana, role: 'member' }
    const actor: Actor = { memberId: ana, role: 'moderator', mutedUntil: 1_000 }
    const may = can({ memberId: ana, role: 'moderator' }, action, target)
    const isSpeaking = ['post-message', 'edit-message', 'react'].includes(action)
    expect(can(actor, action, target, {}, 999)).toBe(isSpeaking ? false : may)
    expect(can(actor, action, target, {}, 1_000)).toBe(may)
  },
)

test.for(ROLES)(
  '[A106] where others may take a room away than its owner, %s may as far as they are one',
  (role) => {
    const may = (whoExports?: 'moderators' | 'members') =>
      can({ memberId: ana, role }, 'export-room', {}, { settings: whoExports ? { whoExports } : {} })
    const isOut = role === 'removed' || role === 'banned'
    expect([may(), may('moderators'), may('members')]).toEqual([
      role === 'owner',
      role === 'owner' || role === 'moderator',
      !isOut,
    ])
  },
)
