import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aDirectory } from '../testing/store-for-tests.ts'
import { type FileStorage, StorageUnavailable, thumbnailKey } from './file-storage.ts'

/** A storage under test: it, everything that lies in it, how it is broken, and how it goes away. */
export type OpenedStorage = {
  storage: FileStorage
  lying(): string[]
  broken(): FileStorage
  destroy(): Promise<void>
}

/** What every storage has to do, wherever it keeps files. */
export function fileStorageContract(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`${name} keeps the contract of a storage`, { timeout: 30_000 }, () => {
    const local = aDirectory()
    let opened: OpenedStorage
    let storage: FileStorage

    beforeAll(async () => {
      opened = await open()
      storage = opened.storage
    }, 60_000)
    afterAll(async () => {
      await storage.close()
      await opened.destroy()
      local.remove()
    })

    const aKey = () => randomBytes(16).toString('hex')

    async function aFile(bytes: Uint8Array): Promise<string> {
      const path = join(local.directory, aKey())
      await writeFile(path, bytes)
      return path
    }

    async function read(key: string, range?: { start: number; end: number }) {
      const found = await storage.open(key, range)
      return found && { bytes: found.bytes, content: await buffer(found.stream) }
    }

    test('what was put is there, whole and in parts, and the file it came from stays', async () => {
      const key = aKey()
      const bytes = randomBytes(300_000)
      const path = await aFile(bytes)
      await storage.put(key, path)
      expect(await read(key)).toEqual({ bytes: bytes.length, content: bytes })
      expect(await read(key, { start: 0, end: 9 })).toEqual({ bytes: 10, content: bytes.subarray(0, 10) })
      expect(await read(key, { start: 1_000, end: 299_999 })).toEqual({
        bytes: 299_000,
        content: bytes.subarray(1_000),
      })
      await storage.put(aKey(), path)
    })

    test('put again it is what was put last', async () => {
      const key = aKey()
      for (const text of ['one', 'another, longer']) {
        await storage.put(key, await aFile(Buffer.from(text)))
        expect((await read(key))?.content.toString()).toBe(text)
      }
    })

    test('what was removed is gone, and may be removed again', async () => {
      const key = aKey()
      for (const each of [key, thumbnailKey(key)]) await storage.put(each, await aFile(Buffer.from('gone')))
      const before = opened.lying().length
      await storage.remove(key)
      expect(await storage.open(key)).toBeNull()
      expect((await read(thumbnailKey(key)))?.content.toString()).toBe('gone')
      await storage.remove(thumbnailKey(key))
      await storage.remove(key)
      await storage.remove(aKey())
      expect(opened.lying().length).toBeLessThan(before)
    })

    test('what never was is not there', async () => {
      expect(await storage.open(aKey())).toBeNull()
      expect(await storage.open(aKey(), { start: 0, end: 3 })).toBeNull()
    })

    test('a hundred at once do not meet', async () => {
      const keys = Array.from({ length: 100 }, aKey)
      await Promise.all(keys.map(async (key) => storage.put(key, await aFile(Buffer.from(key)))))
      const contents = await Promise.all(keys.map(async (key) => (await read(key))?.content.toString()))
      expect(contents).toEqual(keys)
    })

    test('one that cannot be reached says so', async () => {
      const broken = opened.broken()
      const path = await aFile(Buffer.from('x'))
      await expect(broken.put(aKey(), path)).rejects.toThrow(StorageUnavailable)
      await expect(storage.put(aKey(), join(local.directory, 'nothing-here'))).rejects.toThrow()
    })
  })
}
