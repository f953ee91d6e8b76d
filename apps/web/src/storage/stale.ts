import { withoutExpired } from '@confab/client'
import type { Database } from './database.ts'

/** Bytes are put on disk ahead of the post or the draft that names them: in another tab that may be a moment ago. */
const ORPHAN_AGE_MS = 60 * 60 * 1000

/** Drops what nobody is to find any more, at a moment of this browser's clock. */
export async function dropStale(database: Database, now: number): Promise<void> {
  await deleteOrphans(database, now - ORPHAN_AGE_MS)
  await dropExpired(database, now)
}

/** Of rooms that nobody opens either. One that is open keeps itself, and what it has is younger. */
async function dropExpired(database: Database, now: number): Promise<void> {
  const transaction = database.transaction('rooms', 'readwrite')
  for await (const cursor of transaction.store) {
    const left = withoutExpired(cursor.value, now)
    if (left !== cursor.value) await cursor.update(left)
  }
  await transaction.done
}

/** Drops the bytes of files that are in no post and no draft, and were put there before a moment. */
async function deleteOrphans(database: Database, savedBefore: number): Promise<void> {
  const transaction = database.transaction(['files', 'posts', 'drafts'], 'readwrite')
  const [posts, drafts] = await Promise.all([
    transaction.objectStore('posts').getAll(),
    transaction.objectStore('drafts').getAll(),
  ])
  const wanted = new Set([
    ...posts.flatMap(({ attachments = [] }) => attachments.map(({ fileId }) => fileId)),
    ...drafts.flatMap(({ files = [] }) => files.map(({ fileId }) => fileId)),
  ])
  for await (const cursor of transaction.objectStore('files'))
    if (!wanted.has(cursor.key) && cursor.value.savedAt < savedBefore) await cursor.delete()
  await transaction.done
}
