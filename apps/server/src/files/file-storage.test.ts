import { globSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startS3 } from '../testing/s3-server.ts'
import { aDirectory } from '../testing/store-for-tests.ts'
import { fileStorageContract } from './file-storage.contract.ts'
import { createLocalStorage } from './local-storage.ts'
import { createS3Storage } from './s3-storage.ts'

const filesIn = (directory: string) =>
  globSync('**', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

fileStorageContract('a directory', async () => {
  const { directory, remove } = aDirectory()
  const blocked = join(directory, 'blocked')
  writeFileSync(blocked, 'a file where a folder should be')
  return {
    storage: createLocalStorage(join(directory, 'files')),
    lying: () => filesIn(join(directory, 'files')),
    broken: () => createLocalStorage(join(blocked, 'files')),
    destroy: async () => remove(),
  }
})

fileStorageContract('S3', async () => {
  const s3 = await startS3()
  return {
    storage: createS3Storage(s3.settings),
    lying: () => filesIn(s3.directory),
    broken: () => createS3Storage({ ...s3.settings, secretAccessKey: 'of-somebody-else' }),
    destroy: () => s3.close(),
  }
})

test('in a directory nobody else may look, and no key leads out of it', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const storage = createLocalStorage(join(directory, 'files'))
  const path = join(directory, 'secret')
  writeFileSync(path, 'x')
  await storage.put('0'.repeat(32), path)
  expect(statSync(join(directory, 'files', '00')).mode & 0o077).toBe(0)
  for (const key of ['../secret', '..', `${'0'.repeat(32)}/../../secret`, '', 'A'.repeat(32)])
    await expect(storage.open(key)).rejects.toThrow('no key')
})
