import { type Static, Type } from 'typebox'
import { Sequence } from './cursor.ts'
import { MemberRecord } from './member.ts'
import { MessageRecord } from './message.ts'
import { ReactionsRecord } from './reactions.ts'
import { RoomRecord } from './room.ts'

/**
 * Durable state people see. `sequence` is its place in the room's order, `version` the sequence of its last change; every
 * durable change replaces exactly one record, so within a room no two records have the same version (D2). Every place belongs to one record
 * for good, and to the reactions to it if it is a message.
 */
export const ConfabRecord = Type.Union([MessageRecord, MemberRecord, RoomRecord, ReactionsRecord])
/** See the schema of the same name. */
export type ConfabRecord = Static<typeof ConfabRecord>

/** What tells two records of a room apart; the same for every version of one record. */
export function recordKey(record: ConfabRecord): string {
  switch (record.kind) {
    case 'message':
      return `message:${record.messageId}`
    case 'member':
      return `member:${record.memberId}`
    case 'room':
      return 'room'
    case 'reactions':
      return `reactions:${record.messageId}`
  }
}

/**
 * Part of a room's history as one snapshot saw it, in order of place: every record placed above `from`, up to and including `to`, when the
 * room's head was `head`. Older records exist iff `from` > 0, newer ones iff `to` < `head`.
 */
export const Page = Type.Object({
  from: Sequence,
  to: Sequence,
  head: Sequence,
  records: Type.Array(ConfabRecord),
})
/** See the schema of the same name. */
export type Page = Static<typeof Page>
