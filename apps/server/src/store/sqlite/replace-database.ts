import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DataPaths } from './data-directory.ts'
import { syncToDisk, writeDurably } from './durable-files.ts'

/**
 * Puts the restored database, which lies ready in `paths.restored`, in the place of what is there, and answers the folder the
 * old files went to, if there were any. Several files change their names, and the process may end between any two of them;
 * so first a note is written that it shall happen, and whoever finds the note finishes it.
 */
export function replaceDatabase(paths: DataPaths, now: Date): string | null {
  const asideName = `replaced-${now.toISOString().replaceAll(':', '-')}`
  const aside = oldFiles(paths).length > 0 ? join(paths.directory, asideName) : null
  writeDurably(paths.restoring, `${JSON.stringify({ aside: asideName })}\n`)
  finishReplacing(paths)
  return aside
}

/** Finishes what a note in the directory says, if there is one. Doing it twice is doing it once. */
export function finishReplacing(paths: DataPaths): void {
  if (!existsSync(paths.restoring)) return
  if (existsSync(paths.restored)) {
    moveAside(paths, asideOf(paths))
    renameSync(paths.restored, paths.database)
    syncToDisk(paths.directory)
  }
  rmSync(paths.restoring)
  syncToDisk(paths.directory)
}

/** What belongs to the database that is there now. Its log above all: beside another database it would be poison. */
const oldFiles = (paths: DataPaths): string[] =>
  [paths.database, `${paths.database}-wal`, `${paths.database}-shm`, paths.mark, paths.moved].filter((path) =>
    existsSync(path),
  )

function moveAside(paths: DataPaths, aside: string): void {
  const files = oldFiles(paths)
  if (files.length === 0) return
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const file of files) renameSync(file, join(aside, basename(file)))
  syncToDisk(aside)
  syncToDisk(paths.directory)
}

function asideOf({ directory, restoring }: DataPaths): string {
  const { aside } = JSON.parse(readFileSync(restoring, 'utf8')) as { aside: string }
  return join(directory, basename(aside))
}
