import type { FileId, FileRecord } from '@confab/protocol'
import { aFile, anId } from '@confab/protocol/testing'
import type { Person, Place } from './cast.ts'
import type { Harness } from './harness.ts'

/** As much space as any test takes. */
export const SPACE = { ofIdentity: 1e9, ofRoom: 1e9, inAll: Number.MAX_SAFE_INTEGER }
let uploads = 0

/** Something that was uploaded and can be posted. */
export async function uploaded(
  { store: { files } }: Harness,
  { roomId }: Place,
  { tokenHash }: Person,
  fields: Partial<FileRecord> = {},
): Promise<FileRecord> {
  const fileId = anId<FileId>(`upload-${++uploads}`)
  const record = aFile({ fileId, name: `photo ${uploads}.jpg`, ...fields })
  const storageKey = `bytes-of-${fileId}`
  const announced = { fileId, roomId, tokenHash, announced: '{}', storageKey: `of-${fileId}`, dueAt: 1e15 }
  await files.reserve({ ...announced, bytes: 500, space: SPACE })
  await files.expectBytes({ fileId, storageKey, dueAt: 1e15 })
  await files.finish({ fileId, storageKey, record, bytes: 500, dueAt: 1e15, space: SPACE })
  return record
}
