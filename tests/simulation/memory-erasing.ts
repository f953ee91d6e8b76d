import { type ConfabRecord, ERASED_FILES_GRACE_MS, ERASED_KEPT_MS, type FileRecord } from '@confab/protocol'
import type { ErasedTable } from '@confab/server/src/store/erased-table.ts'
import type { Change, Outcome } from '@confab/server/src/store/store.ts'
import { actorOf, advance, type Disk, messageOf, put, type RoomState } from './memory-disk.ts'
import { setAsideFiles } from './memory-files.ts'
import type { MessageChange } from './memory-messages.ts'

type ManyChange = Extract<Change, { kind: 'erase-messages' | 'restore-messages' }>
type Lead = { room: RoomState; asked: ConfabRecord }

/** Deletes one message after the other, and remembers what each was. `changeOne` deletes one, and what becomes of its files is told to it. */
export function eraseMany(
  disk: Disk,
  change: ManyChange,
  changeOne: (one: MessageChange, eraseFiles: (files: readonly FileRecord[]) => void) => Outcome,
): Outcome {
  const lead = leadOf(disk, change)
  if (!lead) return { outcome: 'refused', code: 'forbidden' }
  const { roomId, memberId, at } = change
  const records = change.messageIds.flatMap((messageId) => {
    const record = messageOf(lead.room, messageId)
    if (!record || record.deletedAt !== undefined) return []
    const version = lead.room.head + 1
    const dueAt = at + ERASED_KEPT_MS + ERASED_FILES_GRACE_MS
    const outcome = changeOne({ kind: 'delete-message', roomId, messageId, memberId, at }, (files) =>
      setAsideFiles(disk, files, dueAt),
    )
    lead.room.around.erased.set(messageId, { record, version, erasedBy: memberId, erasedAt: at })
    return outcome.outcome === 'applied' ? outcome.records : []
  })
  return answerOf(records, lead)
}

/** Brings back what was remembered, if that was not long ago. */
export function restoreMany(disk: Disk, change: ManyChange): Outcome {
  const lead = leadOf(disk, change)
  if (!lead) return { outcome: 'refused', code: 'forbidden' }
  const { erased } = lead.room.around
  const records = change.messageIds.flatMap((messageId) => {
    const before = erased.get(messageId)
    if (!before || before.erasedAt + ERASED_KEPT_MS <= change.at) return []
    erased.delete(messageId)
    setAsideFiles(disk, before.record.files ?? [], null)
    return put(lead.room, { ...before.record, version: advance(lead.room, change.at).sequence })
  })
  return answerOf(records, lead)
}

const answerOf = (records: ConfabRecord[], { asked }: Lead): Outcome =>
  records.length > 0 ? { outcome: 'applied', records } : { outcome: 'repeated', records: [asked] }

function leadOf(disk: Disk, { roomId, memberId }: ManyChange): Lead | null {
  const room = disk.rooms.get(roomId)
  const asked = room && actorOf(disk, room, memberId)
  return room && (asked?.role === 'owner' || asked?.role === 'moderator') ? { room, asked } : null
}

/** What the simulated store knows of what was erased. `soon` does something when the disk gets to it. */
export function createMemoryErased(disk: Disk, soon: <T>(work: () => T) => Promise<T>): ErasedTable {
  return {
    readErased: (roomId, { erasedBy, above, after, limit }) =>
      soon(() =>
        [...(disk.rooms.get(roomId)?.around.erased.values() ?? [])]
          .filter((one) => one.erasedBy === erasedBy && one.version > above && one.erasedAt > after)
          .sort((a, b) => a.record.sequence - b.record.sequence)
          .slice(0, limit)
          .map(({ record }) => record.messageId),
      ),
    purge: (upTo) =>
      soon(() => {
        for (const { around } of disk.rooms.values())
          for (const [messageId, { erasedAt }] of around.erased)
            if (erasedAt <= upTo) around.erased.delete(messageId)
      }),
  }
}
