import type { ConfabRecord } from '@confab/protocol'
import { extraOf, memberExtraOf, pinsOf, settingsOf } from '../records.ts'
import type { Change } from '../store.ts'
import type { Ask } from './pool.ts'

const IN_ROOM = 'SELECT 1 FROM rooms r'

/**
 * Whether a record stands as a change made it. Another transaction may have taken the same sequence since for something else, so it is
 * recognised by all that it says. One that was changed again is not; then its batch is written again, and finds what is there.
 */
export async function isThere(ask: Ask, change: Change, record: ConfabRecord): Promise<boolean> {
  const { sequence, version } = record
  const isFound = async (text: string, values: unknown[]): Promise<boolean> =>
    (await ask(text, [change.roomId, ...values])).length > 0
  switch (record.kind) {
    case 'message': {
      const byId = `${IN_ROOM} JOIN messages m ON m.room = r.room WHERE r.room_id = $1 AND m.sequence = $2 AND m.message_id = $3`
      // No other message ever takes its place, so a post is known by that, whatever became of it since.
      if (version === sequence) return isFound(byId, [sequence, record.messageId])
      const values = [sequence, record.messageId, version, record.body, extraOf(record)]
      return isFound(`${byId} AND m.version = $4 AND m.body = $5 AND m.extra IS NOT DISTINCT FROM $6`, values)
    }
    case 'member':
      return isFound(
        `${IN_ROOM} JOIN members m ON m.room = r.room WHERE r.room_id = $1 AND m.sequence = $2 AND m.version = $3
           AND m.member_id = $4 AND m.name = $5 AND m.role = $6
           AND m.extra IS NOT DISTINCT FROM $7`,
        [sequence, version, record.memberId, record.name, record.role, memberExtraOf(record)],
      )
    case 'room':
      return isFound(
        `${IN_ROOM} WHERE room_id = $1 AND version = $2 AND title = $3 AND pins IS NOT DISTINCT FROM $4
           AND settings IS NOT DISTINCT FROM $5 AND code = $6`,
        [version, record.title, pinsOf(record), settingsOf(record), record.code],
      )
    case 'reactions': {
      if (change.kind !== 'react') return false
      // The record names the first ten only, and counts the rest.
      return isFound(
        `${IN_ROOM} JOIN reactions n ON n.room = r.room WHERE r.room_id = $1 AND n.sequence = $2 AND n.version = $3
           AND n.reactions = $4 AND $7 = EXISTS (SELECT FROM reactors q WHERE q.room = r.room AND q.sequence = n.sequence
             AND q.emoji = $5 AND q.member_id = $6)`,
        [sequence, version, JSON.stringify(record.reactions), change.emoji, change.memberId, change.isOn],
      )
    }
  }
}
