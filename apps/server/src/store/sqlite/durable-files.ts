import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes sure that the content of a file is on the disk; of a directory, the names in it. */
export function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Writes a small file whole or not at all, on disk when it returns. Only the owner may read it. */
export function writeDurably(path: string, text: string): void {
  const draft = `${path}.part`
  const file = openSync(draft, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(draft, path)
  syncToDisk(dirname(path))
}
