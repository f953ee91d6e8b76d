import { expect, test } from 'vitest'
import { ACTIONS, type Action, type Actor, can } from './can.ts'
import type { MemberId } from './ids.ts'
import type { Role } from './member.ts'
import { anId } from './testing/index.ts'

const ROLES = ['owner', 'member', 'removed'] as const satisfies readonly Role[]
const ana = anId<MemberId>('ana')
const bo = anId<MemberId>('bo')

/** Written down a second time, by what people expect, not by how the table says it: `mine` concerns oneself, the others somebody of that role. */
const EXPECTED: Record<Action, Partial<Record<Role, readonly ('mine' | Role)[]>>> = {
  'change-room': { owner: ['mine', ...ROLES] },
  'remove-member': { owner: ['member', 'removed'] },
  'post-message': { owner: ['mine', ...ROLES], member: ['mine', ...ROLES] },
  'edit-message': { owner: ['mine'], member: ['mine'] },
  'delete-message': { owner: ['mine', ...ROLES], member: ['mine'] },
  react: { owner: ['mine', ...ROLES], member: ['mine', ...ROLES] },
  'pin-message': { owner: ['mine', ...ROLES] },
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

test.for(cases)('$role, $action of $whose: $may', ({ role, action, whose, may }) => {
  const actor: Actor = { memberId: ana, role }
  const target: Actor = whose === 'mine' ? actor : { memberId: bo, role: whose }
  expect(can(actor, action, target)).toBe(may)
})

test.for(ACTIONS)('who is no member may not: %s', (action) => {
  expect(can(null, action, { memberId: ana, role: 'member' })).toBe(false)
})

test('what concerns nobody in particular is nobody’s own, and below nobody', () => {
  const owner: Actor = { memberId: ana, role: 'owner' }
  expect(can(owner, 'edit-message')).toBe(false)
  expect(can(owner, 'remove-member')).toBe(false)
})
