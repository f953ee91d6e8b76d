import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { backUp, examineTold, existingDatabase } from '../store/sqlite/backup.ts'
import { restore } from '../store/sqlite/restore.ts'
import { checkFilesOf, type FilesPlace, filesForBackup, filesForRestore } from './files.ts'
import { contentWords, sizeWords, tellProgress } from './words.ts'

/** What a command works on: a data directory, and where its files lie. */
export type Kept = { directory: string; files: FilesPlace }

/** `confab backup`: answers what to print. */
export async function backupCommand(kept: Kept, name: string, isForced: boolean): Promise<string> {
  const { directory } = kept
  const file = resolve(name)
  const tell = tellProgress()
  const files = filesForBackup(kept.files, directory, file, tell)
  const found = await backUp(directory, file, { isForced, tell, files: files.beside })
  return `Backed up ${directory} to ${file} (${sizeWords(found.bytes)}).\n${contentWords(found)}${await files.end()}`
}

/** `confab restore`: answers what to print. */
export async function restoreCommand(kept: Kept, name: string, isForced: boolean): Promise<string> {
  const { directory } = kept
  const file = resolve(name)
  const tell = tellProgress()
  const files = filesForRestore(kept.files, directory, file, tell)
  const { aside, ...found } = await restore(directory, file, { isForced, tell, filesBehind: files.behind })
  const before = aside === null ? '' : `What was there before is in ${aside}.\n`
  return `Restored ${file} to ${directory}.\n${contentWords(found)}${files.words()}${before}`
}

/** `confab check`: answers what to print, and whether all is well. */
export async function checkCommand(kept: Kept): Promise<{ isWhole: boolean; words: string }> {
  const { directory } = kept
  const databasePath = existingDatabase(directory)
  const found = await examineTold(databasePath, tellProgress())
  if (found.problems.length === 0) {
    const size = sizeWords(statSync(databasePath).size)
    const files = await checkFilesOf(kept.files, directory, databasePath)
    const words = `${databasePath} is whole (${size}).\n${contentWords(found)}${files.words}`
    return { isWhole: files.isWhole, words }
  }
  const problems = found.problems.map((problem) => `  ${problem}\n`).join('')
  return {
    isWhole: false,
    words: `${databasePath} is damaged:\n${problems}Restore a backup: confab restore --force <file>\n`,
  }
}
