import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createId, type FileId, UPLOAD_EXPIRES_MS } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { FILE_ERASE_GRACE_MS } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import { aCast, create, erase, post } from '../store/testing/cast.ts'
import { keepingLog } from '../testing/node.ts'
import { aDirectory, openTestStore } from '../testing/store-for-tests.ts'
import { type FileStorage, StorageUnavailable, thumbnailKey } from './file-storage.ts'
import { FileSweep } from './file-sweep.ts'
import { Incoming } from './incoming.ts'
import { createInspector } from './inspector.ts'
import { createLocalStorage } from './local-storage.ts'
import { Uploads } from './uploads.ts'

const space = { ofIdentity: 1e9, ofRoom: 1e9, inAll: 1e9 }

/** Ana's kitchen with its files, on a clock that is moved by hand. */
async function aPlace() {
  const { directory, remove } = aDirectory()
  const store = await openTestStore()
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  let now = 1_700_000_000_000
  const clock = { now: () => now, monotonic: () => now, after: () => () => {} }
  const storage = createLocalStorage(join(directory, 'files'))
  const incoming = Incoming.inDataDirectory(directory)
  const inspector = createInspector()
  const counters = createCounters()
  const log = keepingLog()
  const common = { table: store.files, incoming, clock, counters }
  const uploads = new Uploads({ ...common, storage, inspector, fileBytesMax: 1_000_000, space })
  onTestFinished(async () => {
    inspector.close()
    await store.close()
    remove()
  })
  const { roomId } = kitchen

  return {
    store,
    storage,
    counters,
    log,
    kitchen,
    ana,
    table: store.files,
    incoming,
    pass: (ms: number) => {
      now += ms
    },
    async announce(): Promise<FileId> {
      const fileId = createId<FileId>()
      await uploads.announce(fileId, ana.tokenHash, { roomId, name: 'a.txt', mediaType: '', bytes: 10 })
      return fileId
    },
    append: (fileId: FileId, offset: number, bytes: number) =>
      uploads.append(fileId, ana.tokenHash, offset, Buffer.alloc(bytes, 'a')),
    keyOf: async (fileId: FileId) => (await store.files.findUpload(fileId, ana.tokenHash))?.storageKey ?? '',
    /** One sweep from its beginning to its end. */
    async sweep(through: FileStorage = storage, table = store.files) {
      const sweep = new FileSweep({ ...common, table, storage: through, log })
      await sweep.close()
    },
  }
}

const there = async (storage: FileStorage, key: string) => {
  const opened = await storage.open(key)
  opened?.stream.destroy()
  return opened !== null
}

test('an upload nobody goes on with is thrown away after an hour, and its space is free', async () => {
  const place = await aPlace()
  const [half, ready] = [await place.announce(), await place.announce()]
  await place.append(half, 0, 5)
  expect(await place.append(ready, 0, 10)).toMatchObject({ state: { file: { fileId: ready } } })
  const key = await place.keyOf(ready)
  place.pass(UPLOAD_EXPIRES_MS - 1)
  await place.sweep()
  expect(await place.table.readSpaceTaken()).toBe(20)
  place.pass(2)
  await place.sweep()
  expect(await place.table.readSpaceTaken()).toBe(0)
  expect(place.counters.fileSpaceTaken).toBe(0)
  expect(await there(place.storage, key)).toBe(false)
  expect(await place.incoming.sizeOf(await place.keyOf(half))).toBe(0)
  // Who comes back to it hears that it is gone, until its row is as well.
  expect(await place.append(half, 5, 5)).toEqual({ ok: false, refusal: { code: 'gone' } })
  place.pass(FILE_ERASE_GRACE_MS)
  await place.sweep()
  expect(await place.append(half, 5, 5)).toEqual({ ok: false, refusal: { code: 'not-found' } })
  expect(place.counters.filesErased).toBe(2)
})

test('what was posted stays, and goes with its message', async () => {
  const place = await aPlace()
  const { kitchen, ana, store } = place
  const fileId = await place.announce()
  await place.append(fileId, 0, 10)
  const key = await place.keyOf(fileId)
  const posted = post(kitchen, ana, 'look', { messageId: anId('m'), files: [fileId] })
  await store.commit([posted])
  place.pass(100 * UPLOAD_EXPIRES_MS)
  await place.sweep()
  expect(await there(place.storage, key)).toBe(true)
  await store.commit([erase(kitchen, ana, posted)])
  await place.sweep()
  expect(await there(place.storage, key)).toBe(false)
  expect(await place.keyOf(fileId)).toBe('')
})

test('what is posted while the sweep looks at it is not erased', async () => {
  const place = await aPlace()
  const { kitchen, ana, store } = place
  const fileId = await place.announce()
  await place.append(fileId, 0, 10)
  const key = await place.keyOf(fileId)
  place.pass(UPLOAD_EXPIRES_MS)
  await place.sweep(place.storage, {
    ...store.files,
    async readDue(now, limit) {
      const due = await store.files.readDue(now, limit)
      await store.commit([post(kitchen, ana, 'look', { messageId: anId('m'), files: [fileId] })])
      return due
    },
  })
  expect(await store.files.findPosted(fileId)).toMatchObject({ state: 'posted' })
  expect(await there(place.storage, key)).toBe(true)
})

test('a storage that does not answer is asked again, and nothing is forgotten meanwhile', async () => {
  const place = await aPlace()
  const { kitchen, ana, store } = place
  const fileId = await place.announce()
  await place.append(fileId, 0, 10)
  const key = await place.keyOf(fileId)
  const posted = post(kitchen, ana, 'look', { messageId: anId('m'), files: [fileId] })
  await store.commit([posted, erase(kitchen, ana, posted)])
  const away: FileStorage = { ...place.storage, remove: () => Promise.reject(new StorageUnavailable('away')) }
  await place.sweep(away)
  expect(place.log.lines).toMatchObject([{ level: 'warn', event: 'file-sweep-failed' }])
  expect(await there(place.storage, key)).toBe(true)
  await place.sweep()
  expect(await there(place.storage, key)).toBe(false)
})

test('bytes that another node stored just after an upload was taken back are erased before its row goes', async () => {
  const place = await aPlace()
  const fileId = await place.announce()
  const key = await place.keyOf(fileId)
  await place.table.discard({
    fileId,
    tokenHash: place.ana.tokenHash,
    refusal: null,
    dueAt: 1_700_000_000_000 + FILE_ERASE_GRACE_MS,
  })
  const late = place.incoming.pathOf('late')
  writeFileSync(late, 'late')
  for (const each of [key, thumbnailKey(key)]) await place.storage.put(each, late)
  await place.sweep()
  expect(await there(place.storage, key)).toBe(true)
  place.pass(FILE_ERASE_GRACE_MS)
  await place.sweep()
  for (const each of [key, thumbnailKey(key)]) expect(await there(place.storage, each)).toBe(false)
  expect(await place.keyOf(fileId)).toBe('')
})
