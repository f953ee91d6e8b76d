import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { copyKept, dropOthers, type KeptFile, missingIn } from '../files/kept-files.ts'
import type { FilesConfig } from '../files-config.ts'
import type { FilesBeside, Progress } from '../store/sqlite/backup.ts'
import { doLongWork } from '../store/sqlite/long-work.ts'
import { count, sizeWords } from './words.ts'

/** Where the bytes of files lie. */
export type FilesPlace = FilesConfig['storage']

/** The folder that goes with a backup. */
export const folderOf = (file: string): string => `${file}.files`

/** The directory of files; null when they lie in a bucket. Where none are taken any more there may be some of before. */
const directoryOf = (place: FilesPlace, dataDirectory: string): string | null =>
  place?.kind === 's3' ? null : (place?.directory ?? join(dataDirectory, 'files'))

const listFiles = (databasePath: string): Promise<KeptFile[]> =>
  doLongWork<'list-files'>({ kind: 'list-files', databasePath })

const contentWords = (files: readonly KeptFile[]): string =>
  `${count(files.length, 'file')} (${sizeWords(files.reduce((sum, { bytes }) => sum + bytes, 0))})`

const IN_BUCKET = 'The files people sent lie in the bucket, and are not in it: keep copies of the bucket.\n'

/**
 * Copies the files of a database along with it. What there is now is copied first, then, with the copy of the database, what came
 * meanwhile: so a file that somebody deletes in between is there all the same if the copy has its message.
 */
export function filesForBackup(place: FilesPlace, dataDirectory: string, file: string, tell: Progress) {
  const from = directoryOf(place, dataDirectory)
  const folder = folderOf(file)
  let kept: readonly KeptFile[] = []
  let missing = 0
  const beside: FilesBeside = {
    async before(databasePath) {
      if (from) await copyKept(from, folder, await listFiles(databasePath), () => tell('copying files'))
    },
    async behind(copyPath) {
      kept = await listFiles(copyPath)
      if (!from) return
      await copyKept(from, folder, kept, () => tell('copying files'))
      missing = (await missingIn(folder, kept)).length
    },
  }
  return {
    beside,
    /** The backup has its name: what went with the one before goes. Answers what to print. */
    async end(): Promise<string> {
      if (from) await dropOthers(folder, kept)
      if (kept.length === 0) return ''
      if (!from) return IN_BUCKET
      return `  ${contentWords(kept)} in ${folder}\n${missingWords(missing, from)}`
    },
  }
}

const missingWords = (missing: number, directory: string): string =>
  missing === 0
    ? ''
    : `  ${count(missing, 'file')} of ${missing === 1 ? 'it is' : 'them are'} missing in ${directory}\n`

/** Puts the files of a backup back before its database takes its place. What is there stays. */
export function filesForRestore(place: FilesPlace, dataDirectory: string, file: string, tell: Progress) {
  const to = directoryOf(place, dataDirectory)
  const folder = folderOf(file)
  let words = ''
  return {
    async behind(databasePath: string): Promise<void> {
      const kept = await listFiles(databasePath)
      if (kept.length === 0) return
      if (!to) {
        words = 'The files people sent lie in the bucket, which is left as it is.\n'
        return
      }
      if (existsSync(folder)) await copyKept(folder, to, kept, () => tell('copying files'))
      words = `  ${contentWords(kept)} in ${to}\n${missingWords((await missingIn(to, kept)).length, to)}`
    },
    words: () => words,
  }
}

/** Compares what a database knows of files with what lies there. `list` is asked again about what is missing: somebody may just have deleted it. */
export async function checkFiles(
  place: FilesPlace,
  dataDirectory: string,
  list: () => Promise<KeptFile[]>,
): Promise<{ isWhole: boolean; words: string }> {
  const directory = directoryOf(place, dataDirectory)
  const kept = await list()
  if (kept.length === 0) return { isWhole: true, words: '' }
  if (!directory)
    return { isWhole: true, words: `  ${contentWords(kept)} in a bucket, which was not looked at\n` }
  const first = await missingIn(directory, kept)
  const known = first.length === 0 ? [] : await list()
  const still = new Set(known.map(({ storageKey }) => storageKey))
  const missing = first.filter(({ storageKey }) => still.has(storageKey))
  if (missing.length === 0) return { isWhole: true, words: `  ${contentWords(kept)} in ${directory}\n` }
  return {
    isWhole: false,
    words: `${count(missing.length, 'file')} of ${kept.length.toLocaleString('en')} are missing in ${directory}, or not whole:\n${missing
      .slice(0, 10)
      .map(({ storageKey }) => `  ${storageKey}\n`)
      .join('')}Whoever opens one is told that it is gone. Put them back from a backup's folder.\n`,
  }
}

/** The same for a database of SQLite. */
export const checkFilesOf = (place: FilesPlace, dataDirectory: string, databasePath: string) =>
  checkFiles(place, dataDirectory, () => listFiles(databasePath))
