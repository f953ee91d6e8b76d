import { chmodSync, constants, existsSync, rmSync, statSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import type { Examination } from '../examine.ts'
import { NotDone } from '../not-done.ts'
import { examineTold, type Progress } from './backup.ts'
import { type DataPaths, takeDataDirectory } from './data-directory.ts'
import { syncToDisk } from './durable-files.ts'
import { doLongWork } from './long-work.ts'
import { finishReplacing, replaceDatabase } from './replace-database.ts'
import { isDamage } from './sqlite-errors.ts'

/** What was restored, and the folder in which what was there before lies now; null if there was nothing. */
export type Restored = Examination & { aside: string | null }

/**
 * Puts a backup in the place of a data directory's database. The backup is examined first, and every room in it begins
 * another history, so that clients know that theirs no longer holds. What was there is moved aside, and only with `isForced`.
 * Rejects with `DataDirectoryInUse` while a server runs there. Whenever the process ends, what lies there is the old or the new.
 */
export async function restore(
  directory: string,
  file: string,
  options: { isForced: boolean; tell: Progress; filesBehind?: (databasePath: string) => Promise<void> },
): Promise<Restored> {
  const { isForced, tell, filesBehind } = options
  if (!existsSync(file)) throw new NotDone(`There is no file ${file}.`)
  const { paths, release } = takeDataDirectory(directory)
  const removeDraft = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${paths.restored}${end}`, { force: true })
  }
  try {
    finishReplacing(paths)
    const isUsed = existsSync(paths.database) || existsSync(paths.mark)
    if (isUsed && !isForced)
      throw new NotDone(`${directory} has a database. To move it aside and restore, add --force.`)
    removeDraft()
    process.on('exit', removeDraft)
    await copyTo(paths, file, tell)
    const found = await examineCopy(paths, file, tell)
    await renewCopy(paths, file)
    syncToDisk(paths.restored)
    await filesBehind?.(paths.restored)
    process.off('exit', removeDraft)
    return { ...found, aside: replaceDatabase(paths, new Date()) }
  } catch (error) {
    // After the note of the replacing was written the draft is no draft any more.
    if (!existsSync(paths.restoring)) removeDraft()
    throw error
  } finally {
    process.off('exit', removeDraft)
    release()
  }
}

/** The backup's own file is never opened: opening a database may change it. */
async function copyTo({ restored }: DataPaths, file: string, tell: Progress): Promise<void> {
  tell('copying')
  await copyFile(file, restored, constants.COPYFILE_FICLONE)
  chmodSync(restored, 0o600)
  // A backup has no log, but a copy somebody made by hand may.
  const log = `${file}-wal`
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0) await copyFile(log, `${restored}-wal`)
}

async function examineCopy({ restored }: DataPaths, file: string, tell: Progress): Promise<Examination> {
  const found = await examineTold(restored, tell).catch((error: unknown) => {
    if (!isDamage(error)) throw error
    throw new NotDone(
      `${file} is no backup of Confab, or a damaged one: ${error instanceof Error ? error.message : ''}.`,
    )
  })
  const [problem] = found.problems
  if (problem !== undefined)
    throw new NotDone(`${file} is no backup of Confab, or a damaged one: ${problem}.`)
  return found
}

async function renewCopy({ restored }: DataPaths, file: string): Promise<void> {
  await doLongWork<'renew'>({ kind: 'renew', databasePath: restored }).catch((error: unknown) => {
    // What SQLite says has a code. What we say ourselves is that the backup comes from a newer Confab.
    const isOurs = error instanceof Error && 'errcode' in error && error.errcode === null
    throw isOurs ? new NotDone(`${file} cannot be used: ${error.message}`) : error
  })
}
