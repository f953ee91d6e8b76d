import type { ConfabRecord, RoomRecord } from '@confab/protocol'
import type { ExportDocument } from './document.ts'

/** What the first line of an export says it is; another number when the lines mean something else. */
const VERSION = 1

/** Every record as the wire has it, one in each line; the code is left out, because a file is passed on more easily than a way in. */
export function createJsonLines(): ExportDocument {
  const line = (value: unknown) => `${JSON.stringify(value)}\n`
  return {
    mediaType: 'application/x-ndjson; charset=utf-8',
    begin: ({ from: { epoch, upTo, at } }) =>
      line({ kind: 'export', version: VERSION, epoch, upTo, exportedAt: at }),
    write: (record) => [line(record.kind === 'room' ? withoutCode(record) : record)],
    end: (_part, messages) => line({ kind: 'end', messages }),
  }
}

function withoutCode(room: RoomRecord): Omit<ConfabRecord, 'code'> {
  const { code: _, ...others } = room
  return others
}
