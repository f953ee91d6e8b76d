import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { thumbnailKey } from './file-storage.ts'
import { pathOfKey, syncToDisk } from './local-storage.ts'

/** A file that somebody may fetch or post, or may again when its message is brought back, as far as its bytes go. */
export type KeptFile = { storageKey: string; bytes: number; hasThumbnail: boolean }

/** The rows of them, whatever the store. */
export const KEPT_FILES = `SELECT storage_key AS "storageKey", record FROM files
  WHERE state IN ('ready', 'posted') OR (state = 'erasing' AND bytes > 0)`

/** A row of them. */
export function keptFile({ storageKey, record }: { storageKey: string; record: string }): KeptFile {
  const { bytes, hasThumbnail } = JSON.parse(record) as { bytes: number; hasThumbnail?: boolean }
  return { storageKey, bytes, hasThumbnail: hasThumbnail ?? false }
}

/** How many bytes lie at a path; null when nothing does. */
async function bytesAt(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}

/** What of these files is not in a directory of files, or not whole. */
export async function missingIn(directory: string, files: readonly KeptFile[]): Promise<KeptFile[]> {
  const missing: KeptFile[] = []
  for (const file of files) {
    const isWhole = (await bytesAt(pathOfKey(directory, file.storageKey))) === file.bytes
    const isSmallThere =
      !file.hasThumbnail || (await bytesAt(pathOfKey(directory, thumbnailKey(file.storageKey)))) !== null
    if (!isWhole || !isSmallThere) missing.push(file)
  }
  return missing
}

const keysOf = ({ storageKey, hasThumbnail }: KeptFile): string[] =>
  hasThumbnail ? [storageKey, thumbnailKey(storageKey)] : [storageKey]

/**
 * Copies files from one directory of them into another, on disk when it returns. What lies under a key never changes, so what is there
 * already, whole, stays; what is gone from the one is left out. `tell` hears of every file.
 */
export async function copyKept(
  from: string,
  to: string,
  files: readonly KeptFile[],
  tell: () => void = () => {},
): Promise<void> {
  const folders = new Set<string>()
  for (const file of files) {
    for (const key of keysOf(file)) {
      const [source, target] = [pathOfKey(from, key), pathOfKey(to, key)]
      const bytes = await bytesAt(source)
      if (bytes === null || (await bytesAt(target)) === bytes) continue
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await copyWhole(source, target)
      for (const folder of [dirname(target), dirname(dirname(target)), to]) folders.add(folder)
    }
    tell()
  }
  for (const folder of folders) await syncToDisk(folder)
}

/** Under its name it is whole. One that was deleted meanwhile is none. */
async function copyWhole(source: string, target: string): Promise<void> {
  const draft = `${target}.part`
  try {
    await copyFile(source, draft, constants.COPYFILE_FICLONE)
    await syncToDisk(draft)
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    if (existsSync(source)) throw error
  }
}

/** Takes away whatever else is in a directory of files. */
export async function dropOthers(directory: string, files: readonly KeptFile[]): Promise<void> {
  if (!existsSync(directory)) return
  const known = new Set(files.flatMap((file) => keysOf(file).map((key) => pathOfKey(directory, key))))
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !known.has(path)) await rm(path, { force: true })
  }
}
