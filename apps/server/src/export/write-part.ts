import { setImmediate as breathe } from 'node:timers/promises'
import type { FileRecord } from '@confab/protocol'
import type { FileStorage } from '../files/file-storage.ts'
import { EXPORT_BREATH_MS } from '../limits.ts'
import type { FileTable } from '../store/file-table.ts'
import type { Before, ExportDocument } from './document.ts'
import { base64Of } from './picture.ts'
import type { ExportPart } from './read-part.ts'

/** An empty picture: what stands where one is gone. The words around it tell what it was. */
const NO_PICTURE = 'data:,'

/** Writes a part, piece by piece as they are taken; others have their turn in between. A picture that is gone by now leaves its place. */
export async function* writePart(
  part: ExportPart,
  document: ExportDocument,
  { files, storage }: { files: FileTable; storage: FileStorage | null },
): AsyncGenerator<string> {
  const { from, next } = part
  let before: Before = { at: from.lastAt, authorId: from.lastAuthor }
  let count = from.count
  let breathedAt = performance.now()
  if (from.place === 0) yield document.begin(part)
  for (const record of part.records) {
    for (const piece of document.write(record, part, before)) {
      if (typeof piece === 'string') yield piece
      else yield* picture(piece.picture, files, storage)
    }
    if (record.kind === 'message') {
      before = { at: record.postedAt, authorId: record.authorId }
      count += 1
    }
    if (performance.now() - breathedAt < EXPORT_BREATH_MS) continue
    await breathe()
    breathedAt = performance.now()
  }
  if (!next) yield document.end(part, count)
}

async function* picture(
  { fileId, mediaType }: FileRecord,
  files: FileTable,
  storage: FileStorage | null,
): AsyncGenerator<string> {
  const file = storage && (await files.findPosted(fileId))
  const opened = file && (await storage.open(file.storageKey))
  if (!opened) {
    yield NO_PICTURE
    return
  }
  yield `data:${mediaType};base64,`
  yield* base64Of(opened.stream)
}
