import type { FileId, FileRecord, MessageId, MessageRecord } from '@confab/protocol'
import { isPicture } from '../../../file-blocks.ts'

/** A picture with the message it belongs to. */
export type Picture = {
  file: FileRecord
  message: Pick<MessageRecord, 'messageId' | 'authorName' | 'postedAt'>
}

type Kinds = { kind: string }

/** All pictures of what is loaded, in the order they were sent. */
export function picturesOf(records: readonly (MessageRecord | Kinds)[]): Picture[] {
  return records.flatMap((record) => {
    if (record.kind !== 'message' || !('files' in record)) return []
    return (record.files ?? []).filter(isPicture).map((file) => ({ file, message: record }))
  })
}

/** Where a picture is among others; -1 when it is not. */
export function placeOf(pictures: readonly Picture[], messageId: MessageId, fileId: FileId): number {
  return pictures.findIndex(({ file, message }) => file.fileId === fileId && message.messageId === messageId)
}
