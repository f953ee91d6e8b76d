import { KEPT_FILES, keptFile } from '../files/kept-files.ts'
import { moveToPostgres } from '../store/move/move.ts'
import { examine } from '../store/postgres/examine.ts'
import { databaseWords, keepDatabase } from '../store/postgres/keep-database.ts'
import { renewEpochs } from '../store/postgres/renew-epochs.ts'
import { checkFiles, type FilesPlace } from './files.ts'
import { contentWords, count, tellMove } from './words.ts'

/** `confab move`: answers what to print. */
export async function moveCommand(directory: string, url: string): Promise<string> {
  const to = databaseWords(url)
  const moved = await moveToPostgres(directory, url, tellMove())
  if (!moved) return `What lies in ${directory} was moved to ${to} before. There is nothing left to do.\n`
  return (
    `Moved ${directory} to ${to}, and compared: it is the same.\n${contentWords(moved)}` +
    'Start the servers with DATABASE_URL set to it. No server starts on the data directory any more; keep it until you are sure.\n'
  )
}

/** `confab check` with PostgreSQL: answers what to print, and whether all is well. */
export async function checkPostgresCommand(
  url: string,
  place: FilesPlace,
): Promise<{ isWhole: boolean; words: string }> {
  const where = databaseWords(url)
  const tell = tellMove()
  const found = await keepDatabase(url, (client) => examine(client, (done) => tell('checking', { done })), {
    isLookedAt: true,
  })
  if (found.problems.length === 0) {
    const list = () =>
      keepDatabase(url, async (client) => (await client.query(KEPT_FILES)).rows.map(keptFile), {
        isLookedAt: true,
      })
    const files = place && (await checkFiles(place, '', list))
    const words = `${where} is whole.\n${contentWords(found)}${files?.words ?? ''}`
    return { isWhole: files?.isWhole ?? true, words }
  }
  const problems = found.problems.map((problem) => `  ${problem}\n`).join('')
  return {
    isWhole: false,
    words: `${where} is damaged:\n${problems}Bring a backup back: see “PostgreSQL” in docs/self-hosting.md\n`,
  }
}

/** `confab renew-epochs`: answers what to print. */
export async function renewEpochsCommand(url: string): Promise<string> {
  const rooms = await keepDatabase(url, renewEpochs)
  return `Another history has begun in ${count(rooms, 'room')} of ${databaseWords(url)}. Whoever comes back starts afresh.\n`
}
