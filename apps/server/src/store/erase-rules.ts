import type { ConfabRecord, MemberRecord, MessageRecord } from '@confab/protocol'
// Not from the whole protocol, which each database thread would have to load.
import { can } from '@confab/protocol/can'
import { ERASED_FILES_GRACE_MS, ERASED_KEPT_MS } from '@confab/protocol/limits'
import { actor, advance, type ChangeOf, type Ledger, type LedgerRoom, refused } from './ledger.ts'
import { buryMessage, fileIdsOf } from './message-rules.ts'
import type { Outcome } from './store.ts'

/** Deletes messages as their authors would, but what they were is kept aside for a while. Each is a change of its own (D2). */
export function eraseMessages<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'erase-messages'>,
): Outcome {
  const lead = leadOf(ledger, change)
  if (!lead) return refused('forbidden')
  const { room } = lead
  const { messageIds, memberId, at } = change
  const records: ConfabRecord[] = []
  for (const messageId of messageIds) {
    const message = ledger.message(room, messageId)
    if (!message || message.deletedAt !== undefined) continue
    const [tombstone, ...others] = buryMessage(ledger, room, message, { memberId, at })
    ledger.keepErased(room, message, { version: tombstone.version, erasedBy: memberId, erasedAt: at })
    // Longer than they can be brought back, so that they are never brought back without their bytes.
    if (message.files)
      ledger.setAsideFiles(room, fileIdsOf(message), at + ERASED_KEPT_MS + ERASED_FILES_GRACE_MS)
    records.push(tombstone, ...others)
  }
  return answerOf(ledger, lead, records)
}

/** Brings back what was erased and is kept yet, as it was, at its old place. */
export function restoreMessages<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  change: ChangeOf<'restore-messages'>,
): Outcome {
  const lead = leadOf(ledger, change)
  if (!lead) return refused('forbidden')
  const { room } = lead
  const { messageIds, at } = change
  const records: ConfabRecord[] = []
  for (const messageId of messageIds) {
    const erased = ledger.erased(room, messageId)
    if (!erased || erased.erasedAt <= at - ERASED_KEPT_MS) continue
    const message: MessageRecord = { ...erased.record, version: advance(room, at).sequence }
    ledger.changeMessage(room, message)
    ledger.forgetErased(room, message)
    if (message.files) ledger.bringBackFiles(room, fileIdsOf(message))
    records.push(message)
  }
  return answerOf(ledger, lead, records)
}

/** The room, and whoever may do this in it. */
function leadOf<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  { roomId, memberId }: ChangeOf<'erase-messages' | 'restore-messages'>,
): { room: Room; me: MemberRecord } | null {
  const room = ledger.room(roomId)
  const me = room && actor(ledger, room, memberId)
  return room && me && can(me, 'erase-messages') ? { room, me } : null
}

function answerOf<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  { room, me }: { room: Room; me: MemberRecord },
  records: ConfabRecord[],
): Outcome {
  if (records.length === 0) return { outcome: 'repeated', records: [me] }
  ledger.markChanged(room)
  return { outcome: 'applied', records }
}
