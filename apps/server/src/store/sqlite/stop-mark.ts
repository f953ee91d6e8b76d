import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { DataPaths } from './data-directory.ts'
import { writeDurably } from './durable-files.ts'

/** What tells a file from another and from itself after a change, as far as the file system says. */
type Fingerprint = { inode: string; bytes: string; changedAt: string }

/**
 * How the last server left the database. `between` is while it is being opened or closed: then a log that is missing means
 * nothing. `renewing`: clients are still to be told that the history is another. A mark nobody can read counts as `between`.
 */
export type StopMark = { state: 'open' | 'between' | 'renewing' } | { state: 'closed'; file: Fingerprint }

/** Difference of times that may come from copying a file to another file system and back, in nanoseconds. */
const SAME_TIME_NS = 2_000_000_000n

/** The mark of a data directory; null when no server ever had a database there. */
export function readStopMark({ mark }: DataPaths): StopMark | null {
  if (!existsSync(mark)) return null
  try {
    const { state, file } = JSON.parse(readFileSync(mark, 'utf8'))
    if (state === 'closed') {
      const { inode, bytes, changedAt } = file
      return { state, file: { inode, bytes, changedAt: String(BigInt(changedAt)) } }
    }
    return { state: state === 'open' || state === 'renewing' ? state : 'between' }
  } catch {
    return { state: 'between' }
  }
}

/**
 * Notes how the database is left. `closed` holds for the file as it is now. A full disk must neither keep a server from starting
 * nor from ending: without room for the note there is none, and the next start examines. Only `renewing` cannot do without.
 */
export function writeStopMark({ mark, database }: DataPaths, state: StopMark['state']): void {
  const note: StopMark = state === 'closed' ? { state, file: fingerprintOf(database) } : { state }
  try {
    writeDurably(mark, `${JSON.stringify(note)}\n`)
  } catch (error) {
    if (state === 'renewing') throw error
    rmSync(mark, { force: true })
  }
}

/** Whether the database is the very file that was closed in order, and nobody touched it since. */
export function isAsClosed(mark: StopMark | null, { database }: DataPaths): boolean {
  if (mark?.state !== 'closed' || isLogLeft(database)) return false
  const { inode, bytes, changedAt } = fingerprintOf(database)
  return mark.file.inode === inode && mark.file.bytes === bytes && mark.file.changedAt === changedAt
}

/** Whether what was closed in order has other content by now: somebody put another file, a copy of earlier days perhaps, in its place. */
export function isReplaced(mark: StopMark | null, { database }: DataPaths): boolean {
  if (mark?.state !== 'closed') return false
  const { bytes, changedAt } = fingerprintOf(database)
  const apartNs = BigInt(mark.file.changedAt) - BigInt(changedAt)
  return mark.file.bytes !== bytes || apartNs > SAME_TIME_NS || apartNs < -SAME_TIME_NS
}

/** Whether the write-ahead log still holds something: then the last server did not close the database. */
export function isLogLeft(databasePath: string): boolean {
  const log = statSync(`${databasePath}-wal`, { throwIfNoEntry: false })
  return log !== undefined && log.size > 0
}

function fingerprintOf(path: string): Fingerprint {
  const { ino, size, mtimeNs } = statSync(path, { bigint: true })
  return { inode: String(ino), bytes: String(size), changedAt: String(mtimeNs) }
}
