import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { backUp, examineTold, existingDatabase } from '../store/sqlite/backup.ts'
import { restore } from '../store/sqlite/restore.ts'
import { contentWords, sizeWords, tellProgress } from './words.ts'

/** `confab backup`: answers what to print. */
export async function backupCommand(directory: string, name: string, isForced: boolean): Promise<string> {
  const file = resolve(name)
  const found = await backUp(directory, file, { isForced, tell: tellProgress() })
  return `Backed up ${directory} to ${file} (${sizeWords(found.bytes)}).\n${contentWords(found)}${filesWords(directory)}`
}

/** Whoever backs up must not believe that all is in it. */
function filesWords(directory: string): string {
  const files = join(directory, 'files')
  return existsSync(files)
    ? `The files people sent are not in it. Copy ${files} as well: see “Backup” in docs/self-hosting.md\n`
    : ''
}

/** `confab restore`: answers what to print. */
export async function restoreCommand(directory: string, name: string, isForced: boolean): Promise<string> {
  const file = resolve(name)
  const { aside, ...found } = await restore(directory, file, { isForced, tell: tellProgress() })
  const before = aside === null ? '' : `What was there before is in ${aside}.\n`
  return `Restored ${file} to ${directory}.\n${contentWords(found)}${before}`
}

/** `confab check`: answers what to print, and whether all is well. */
export async function checkCommand(directory: string): Promise<{ isWhole: boolean; words: string }> {
  const databasePath = existingDatabase(directory)
  const found = await examineTold(databasePath, tellProgress())
  if (found.problems.length === 0) {
    const size = sizeWords(statSync(databasePath).size)
    return { isWhole: true, words: `${databasePath} is whole (${size}).\n${contentWords(found)}` }
  }
  const problems = found.problems.map((problem) => `  ${problem}\n`).join('')
  return {
    isWhole: false,
    words: `${databasePath} is damaged:\n${problems}Restore a backup: confab restore --force <file>\n`,
  }
}
