import { createHash, randomUUID } from 'node:crypto'
import type { Examination } from '../examine.ts'
import { NotDone } from '../not-done.ts'
import { examine } from '../postgres/examine.ts'
import { databaseWords, keepDatabase } from '../postgres/keep-database.ts'
import { type MoveState, MoveTarget } from '../postgres/move-target.ts'
import { type MovedMark, readMovedMark, removeMovedMark, writeMovedMark } from '../sqlite/moved-mark.ts'
import { type MoveSource, openMoveSource } from './source.ts'
import { firstKey, keyOf, MOVED_TABLES, type MovedKey, type MovedRow, type MovedTable } from './tables.ts'

/** Tells how far a move is, in messages; of how many, if that is known. */
export type MoveProgress = (
  step: 'checking' | 'copying' | 'comparing',
  messages?: { done: number; all?: number },
) => void

/** What was moved; null when that was finished before, and nothing was left to do. */
export type Moved = Examination | null

/**
 * Moves everything in a data directory into an empty PostgreSQL database: every id, code, token, epoch, place, version and time as it
 * is, so that everybody goes on where they are. Ended at any moment, a second run goes on where the first was. The data directory is
 * marked before anything is moved, and no server starts on it from then on; neither does one on the PostgreSQL database, until all of
 * it is there and was compared.
 */
export async function moveToPostgres(directory: string, url: string, tell: MoveProgress): Promise<Moved> {
  const source = await openMoveSource(directory)
  try {
    return await keepDatabase(url, async (client) => {
      const target = await MoveTarget.take(client)
      const to = databaseWords(url)
      const begun = await stateOfMove(source, target, to)
      if (begun?.isFinished) {
        markMoved(source, begun, to)
        return null
      }
      tell('checking')
      const found = await source.examine(() => tell('checking'))
      const state = begun ?? (await begin(source, target, to))
      await copy(source, target, state, (done) => tell('copying', { done, all: found.messages }))
      await target.settle()
      const arrived = await examine(client, (done) => tell('comparing', { done, all: found.messages }))
      await compare(source, target, found, arrived)
      await target.finish()
      markMoved(source, state, to)
      return arrived
    })
  } finally {
    source.close()
  }
}

/** What a move before this one left; null when this is the first. Rejects with `NotDone` where the two sides do not fit. */
async function stateOfMove(source: MoveSource, target: MoveTarget, to: string): Promise<MoveState | null> {
  const mark = readMovedMark(source.paths)
  const state = await target.state()
  if (state && state.source === mark?.id) return state
  if (state && !state.isFinished)
    throw new NotDone(
      `${to} holds half of another move: of other data, or of these before a server went on with them. Empty it, and begin again.`,
    )
  if (mark?.state === 'moved')
    throw new NotDone(
      `What lies in ${source.paths.directory} was moved to ${mark.to} before. To move it once more, delete ${source.paths.moved}.`,
    )
  if (state || !(await target.isEmpty()))
    throw new NotDone(
      `${to} holds rooms or people of its own. Everything can only be moved into an empty database.`,
    )
  return null
}

async function begin(source: MoveSource, target: MoveTarget, to: string): Promise<MoveState> {
  const id = randomUUID()
  // The directory first: whatever happens in between, nobody talks on in what is about to be moved.
  writeMovedMark(source.paths, markOf('moving', id, to))
  const state = await target.begin(id)
  // Only now, for a server that starts after this finds the note that a move has begun.
  if (!(await target.isServed())) return state
  await target.forget()
  removeMovedMark(source.paths)
  throw new NotDone(`A server, or another Confab command, is connected to ${to}. Stop it, and begin again.`)
}

async function copy(
  source: MoveSource,
  target: MoveTarget,
  state: MoveState,
  tell: (messages: number) => void,
): Promise<void> {
  const at = MOVED_TABLES.findIndex(({ name }) => name === state.table)
  for (const [i, table] of MOVED_TABLES.entries()) {
    if (i < at) continue
    let after: MovedKey = i === at ? state.after : firstKey(table)
    let messages = table.name === 'messages' ? source.messagesUpTo(after) : 0
    for (;;) {
      const rows = source.portion(table, after)
      const last = rows.at(-1)
      if (!last) break
      after = keyOf(table, last)
      await target.write(table, rows, after)
      if (table.name === 'messages') messages += rows.length
      tell(messages)
    }
  }
}

/** All that people see is in the transcripts. What they do not see is compared apart: keys, tokens, epochs. */
async function compare(
  source: MoveSource,
  target: MoveTarget,
  found: Examination,
  arrived: Examination,
): Promise<void> {
  const [problem] = arrived.problems
  if (problem !== undefined) throw differs(problem)
  if (found.transcript !== arrived.transcript) throw differs('the transcripts are not the same')
  for (const table of MOVED_TABLES) {
    if (table.name === 'messages') continue
    const here = await hashOf(table, (after) => source.portion(table, after))
    const there = await hashOf(table, (after) => target.rows(table, after))
    if (here !== there) throw differs(`the rows of ${table.name} are not the same`)
  }
}

async function hashOf(
  table: MovedTable,
  rowsBehind: (after: MovedKey) => MovedRow[] | Promise<MovedRow[]>,
): Promise<string> {
  const hash = createHash('sha256')
  const columns = Object.keys(table.columns)
  for (let after: MovedKey | null = firstKey(table); after; ) {
    const rows: MovedRow[] = await rowsBehind(after)
    for (const row of rows) hash.update(JSON.stringify(columns.map((column) => row[column])))
    const last = rows.at(-1)
    after = last ? keyOf(table, last) : null
  }
  return hash.digest('hex')
}

const differs = (how: string) =>
  new NotDone(
    `What arrived is not what was moved: ${how}. No server will start on it. Empty the PostgreSQL database and begin again; ` +
      'what lies in the data directory is as it was.',
  )

function markMoved({ paths }: MoveSource, { source }: MoveState, to: string): void {
  if (readMovedMark(paths)?.state !== 'moved') writeMovedMark(paths, markOf('moved', source, to))
}

const markOf = (state: MovedMark['state'], id: string, to: string): MovedMark => ({
  state,
  id,
  to,
  at: new Date().toISOString(),
})
