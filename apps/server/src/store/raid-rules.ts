import type { MemberRecord } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can } from '@confab/protocol/can'
import { CLEAN_UP_MEMBERS_MAX } from '@confab/protocol/limits'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused } from './ledger.ts'
import type { Outcome } from './store.ts'

/** Puts everybody out who came since a moment, or lets those in again who were put out so. Each is a change of its own (D2). */
export function cleanUp<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  { roomId, memberId, since, above, at }: ChangeOf<'clean-up'>,
): Outcome {
  const room = ledger.room(roomId)
  const me = room && actor(ledger, room, memberId)
  if (!room || !me || !can(me, 'clean-up')) return refused('forbidden')
  const isUndone = above !== null
  const concerned = ledger
    .membersSince(room, { since, above, limit: CLEAN_UP_MEMBERS_MAX })
    // Whom somebody banned by themselves stays out.
    .filter((member) => can(me, 'ban-member', member) && isUndone === (member.putOutAs !== undefined))
  const records = concerned.map(({ putOutAs = 'member', ...member }) => {
    const { sequence: version } = advance(room, at)
    const changed: MemberRecord = isUndone
      ? { ...member, role: putOutAs, version }
      : { ...member, role: 'banned', version, putOutAs: member.role === 'reader' ? 'reader' : 'member' }
    ledger.changeMember(room, changed, null)
    return changed
  })
  if (records.length === 0) return { outcome: 'repeated', records: [me] }
  ledger.markChanged(room)
  return { outcome: 'applied', records }
}
