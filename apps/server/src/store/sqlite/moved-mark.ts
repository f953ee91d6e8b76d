import { existsSync, readFileSync, rmSync } from 'node:fs'
import type { DataPaths } from './data-directory.ts'
import { writeDurably } from './durable-files.ts'

/** Says in a data directory that what lies there is on its way to PostgreSQL, or has arrived. `id` tells one move from another. */
export type MovedMark = { state: 'moving' | 'moved'; id: string; to: string; at: string }

/** No server starts on data that went elsewhere: people would talk on in two places. */
export class DataMoved extends Error {
  override name = 'DataMoved'
}

/** The mark of a data directory; null when nothing was moved from there. One nobody can read is that of some move. */
export function readMovedMark({ moved }: DataPaths): MovedMark | null {
  if (!existsSync(moved)) return null
  try {
    const { state, id, to, at } = JSON.parse(readFileSync(moved, 'utf8'))
    return { state: state === 'moved' ? 'moved' : 'moving', id: String(id), to: String(to), at: String(at) }
  } catch {
    return { state: 'moving', id: '', to: 'PostgreSQL', at: '' }
  }
}

/** Writes the mark, on disk when it returns. */
export function writeMovedMark({ moved }: DataPaths, mark: MovedMark): void {
  writeDurably(moved, `${JSON.stringify(mark)}\n`)
}

/** Takes the mark away: what lies here is served again. */
export function removeMovedMark({ moved }: DataPaths): void {
  rmSync(moved, { force: true })
}

/** Throws `DataMoved` when what lies in a data directory is not to be served from there. */
export function refuseMoved(paths: DataPaths): void {
  const mark = readMovedMark(paths)
  if (!mark) return
  const { state, to, at } = mark
  throw new DataMoved(
    state === 'moved'
      ? `What lies in ${paths.directory} was moved to ${to} on ${at.slice(0, 10)}. Set DATABASE_URL to serve it from there. ` +
          `To go on here instead, without what was said there since, delete ${paths.moved}.`
      : `What lies in ${paths.directory} is on its way to ${to}. Finish that: confab move --from sqlite --to postgres. ` +
          `To go on here instead, delete ${paths.moved}, and empty that database before another move.`,
  )
}
