import { closeSync, existsSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Examination } from '../examine.ts'
import { NotDone } from '../not-done.ts'
import { DataDirectoryInUse, type DataPaths, dataPaths, takeDataDirectory } from './data-directory.ts'
import { syncToDisk } from './durable-files.ts'
import { isLogCut } from './log-tail.ts'
import { doLongWork } from './long-work.ts'
import { DatabaseDamaged, isDamage } from './sqlite-errors.ts'
import { readStopMark, writeStopMark } from './stop-mark.ts'

/** How far long work is: what is done, and how many bytes of how many if that is known. */
export type Progress = (
  step: 'copying' | 'copying files' | 'checking',
  bytes?: { done: number; all: number },
) => void

/** How often the progress is told, in milliseconds. */
const PROGRESS_MS = 1_000

/** The database of a directory, for reading beside whatever server works on it. */
export function existingDatabase(directory: string): string {
  const paths = dataPaths(directory)
  if (existsSync(paths.restoring))
    throw new NotDone(
      `A restore of ${directory} was cut off. Start the server, or restore again, to finish it.`,
    )
  if ((statSync(paths.database, { throwIfNoEntry: false })?.size ?? 0) === 0)
    throw new NotDone(`There is no database in ${directory}. Is CONFAB_DATA_DIR right?`)
  noteLoss(paths)
  return paths.database
}

/**
 * After a crash, whoever opens the database first wipes out the traces of what is missing at its end. If that is not the next
 * server, they are noted for it, so that it begins another history all the same.
 */
function noteLoss(paths: DataPaths): void {
  if (readStopMark(paths)?.state !== 'open') return
  const taken = takenUnlessRunning(paths.directory)
  try {
    if (taken && isLogCut(paths.database)) writeStopMark(paths, 'renewing')
  } finally {
    taken?.release()
  }
}

function takenUnlessRunning(directory: string) {
  try {
    return takeDataDirectory(directory)
  } catch (error) {
    if (error instanceof DataDirectoryInUse) return null
    throw error
  }
}

/** Examines a database, telling every second that it goes on. */
export async function examineTold(databasePath: string, tell: Progress): Promise<Examination> {
  const timer = setInterval(() => tell('checking'), PROGRESS_MS)
  try {
    return await doLongWork<'examine'>({ kind: 'examine', databasePath, withTranscript: true })
  } finally {
    clearInterval(timer)
  }
}

/** What is done for the files whose bytes lie beside a database: before it is copied, and once the copy stands and has no name yet. */
export type FilesBeside = {
  before(databasePath: string): Promise<void>
  behind(copyPath: string): Promise<void>
}

/**
 * Writes everything that is committed in a data directory into one file, readable by its owner only, while a server may go on
 * writing. The file is complete, checked and on disk before it gets its name; another of that name is replaced only with `isForced`.
 */
export async function backUp(
  directory: string,
  file: string,
  { isForced, tell, files }: { isForced: boolean; tell: Progress; files?: FilesBeside },
): Promise<Examination & { bytes: number }> {
  const databasePath = existingDatabase(directory)
  if (!isForced && existsSync(file)) throw fileExists(file)
  if (!existsSync(dirname(file))) throw new NotDone(`There is no folder ${dirname(file)}.`)
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.part`)
  const removeDraft = () => {
    for (const path of [draft, `${draft}-journal`]) rmSync(path, { force: true })
  }
  // Also when somebody ends the command half way.
  process.on('exit', removeDraft)
  try {
    await files?.before(databasePath)
    // In a container every command has the same process id, so one that was killed may have left its draft under this name.
    removeDraft()
    // Made here, empty, because SQLite would let others read it.
    closeSync(openSync(draft, 'wx', 0o600))
    await snapshot(databasePath, draft, tell)
    syncToDisk(draft)
    const found = await examineTold(draft, tell)
    const [problem] = found.problems
    if (problem !== undefined) throw new DatabaseDamaged(databasePath, problem)
    await files?.behind(draft)
    giveName(draft, file, isForced)
    return { ...found, bytes: statSync(file).size }
  } finally {
    removeDraft()
    process.off('exit', removeDraft)
  }
}

async function snapshot(databasePath: string, into: string, tell: Progress): Promise<void> {
  const all = statSync(databasePath).size
  const timer = setInterval(() => tell('copying', { done: statSync(into).size, all }), PROGRESS_MS)
  try {
    await doLongWork<'snapshot'>({ kind: 'snapshot', databasePath, into })
  } catch (error) {
    if (!isDamage(error)) throw error
    throw new DatabaseDamaged(databasePath, error instanceof Error ? error.message : 'it cannot be read')
  } finally {
    clearInterval(timer)
  }
}

function giveName(draft: string, file: string, isForced: boolean): void {
  if (isForced) renameSync(draft, file)
  else
    try {
      // Unlike a renaming, a link never replaces what came there meanwhile.
      linkSync(draft, file)
    } catch (error) {
      if (isCode(error, 'EEXIST')) throw fileExists(file)
      // A file system without links.
      if (existsSync(file)) throw fileExists(file)
      renameSync(draft, file)
    }
  syncToDisk(dirname(file))
}

const fileExists = (file: string) => new NotDone(`${file} exists. To replace it, add --force.`)

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
