import { constants, createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileStorage, StorageUnavailable } from './file-storage.ts'

/** A key as this server makes them: nothing that could lead anywhere else. */
const KEY = /^[0-9a-f]{32}(-thumbnail)?$/

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT'
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null)

/** Where the bytes of a key lie in a directory of files. */
export function pathOfKey(directory: string, key: string): string {
  if (!KEY.test(key)) throw new Error('no key of this server')
  return join(directory, key.slice(0, 2), key.slice(2, 4), key)
}

/** Keeps files in a directory, in folders by the beginning of their keys, so that none holds too many. */
export function createLocalStorage(directory: string): FileStorage {
  const pathOf = (key: string): string => pathOfKey(directory, key)

  return {
    async put(key, path) {
      const target = pathOf(key)
      await orUnavailable(async () => {
        // Nobody else on the machine may look in.
        await mkdir(dirname(target), { recursive: true, mode: 0o700 })
        await syncToDisk(path)
        await linkOrCopy(path, target)
        // The names as well: of the file, and of the folders it may have brought.
        for (const folder of [dirname(target), dirname(dirname(target)), directory]) await syncToDisk(folder)
      })
    },

    async open(key, range) {
      const path = pathOf(key)
      return orUnavailable(async () => {
        try {
          const file = await open(path, constants.O_RDONLY)
          const { size } = await file.stat()
          const stream = createReadStream(path, { fd: file, ...range })
          return { stream, bytes: range ? range.end - range.start + 1 : size }
        } catch (error) {
          if (isMissing(error)) return null
          throw error
        }
      })
    },

    async remove(key) {
      const path = pathOf(key)
      await orUnavailable(async () => {
        await rm(path, { force: true })
        await rm(partOf(path), { force: true })
        await syncToDisk(dirname(path)).catch((error: unknown) => {
          if (!isMissing(error)) throw error
        })
      })
    },

    async close() {},
  }
}

const partOf = (path: string): string => `${path}.part`

/** A second name for the same bytes; where the file comes from another disk, a copy. */
async function linkOrCopy(path: string, target: string): Promise<void> {
  try {
    await rm(target, { force: true })
    await link(path, target)
  } catch {
    await copyFile(path, partOf(target))
    await syncToDisk(partOf(target))
    await rename(partOf(target), target)
  }
}

/** Makes sure that a file is on the disk; of a folder, the names in it. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function orUnavailable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    throw new StorageUnavailable(`The directory of files did not do it: ${String(codeOf(error))}`, {
      cause: error,
    })
  }
}
