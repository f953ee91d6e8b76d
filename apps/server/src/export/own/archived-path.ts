import type { FileRecord } from '@confab/protocol'

/** Bytes a name takes at most: with the day and the id before it, what every file system can hold. */
const NAME_BYTES_MAX = 120

/** An ending that says what kind of file it is. */
const ENDING = /\.[A-Za-z0-9]{1,10}$/

/**
 * Where a file lies in the archive: the day it was posted, its id, and its name as far as it is harmless. No name leads out of the folder, none
 * is another's, and none looks like something it is not: what cannot be seen, or turns the reading around, is left out.
 */
export function archivedPath({ fileId, name }: FileRecord, postedAt: number): string {
  const day = new Date(postedAt).toISOString().slice(0, 10)
  return `files/${day} ${fileId} ${harmlessName(name)}`
}

function harmlessName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  const ending = ENDING.exec(clean)?.[0] ?? ''
  let stem = ''
  let bytes = Buffer.byteLength(ending)
  for (const letter of clean.slice(0, clean.length - ending.length)) {
    bytes += Buffer.byteLength(letter)
    if (bytes > NAME_BYTES_MAX) break
    stem += letter
  }
  return `${stem.trim()}${ending}` || 'file'
}
