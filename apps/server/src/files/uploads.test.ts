import { globSync } from 'node:fs'
import { join } from 'node:path'
import { createId, type FileId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { createCounters } from '../observability/counters.ts'
import { aCast, create, post } from '../store/testing/cast.ts'
import { aDirectory, openTestStore } from '../testing/store-for-tests.ts'
import type { FileStorage } from './file-storage.ts'
import { Incoming } from './incoming.ts'
import { createInspector } from './inspector.ts'
import { createLocalStorage } from './local-storage.ts'
import { Uploads } from './uploads.ts'

const space = { ofIdentity: 1e9, ofRoom: 1e9, inAll: 1e9 }

/** Ana's kitchen, and two nodes with one store and one storage. */
async function twoNodes() {
  const { directory, remove } = aDirectory()
  const store = await openTestStore()
  const { kitchen, ana } = aCast()
  await store.commit([create(kitchen, ana)])
  const storage = createLocalStorage(join(directory, 'files'))
  const inspector = createInspector()
  onTestFinished(async () => {
    inspector.close()
    await store.close()
    remove()
  })
  const clock = { now: () => 1_700_000_000_000, monotonic: () => 0, after: () => () => {} }
  const aNode = (name: string, through: FileStorage = storage, table = store.files) => {
    const incoming = Incoming.inDataDirectory(join(directory, name))
    const counters = createCounters()
    const common = { table, incoming, inspector, clock, counters }
    return new Uploads({ ...common, storage: through, fileBytesMax: 1_000_000, space })
  }
  const stored = () =>
    globSync('files/**/*', { cwd: directory, withFileTypes: true }).filter((one) => one.isFile())
  return { store, storage, kitchen, ana, aNode, stored }
}

test('what was posted stays as it is, whatever another node has of the same upload', async () => {
  const { store, storage, kitchen, ana, aNode, stored } = await twoNodes()
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>()
  const here = aNode('here')
  const there = aNode('there', {
    ...storage,
    async put(key, path) {
      reach()
      await held
      return storage.put(key, path)
    },
  })
  const fileId = createId<FileId>()
  const announced = { roomId: kitchen.roomId, name: 'a.txt', mediaType: '', bytes: 4 }
  await here.announce(fileId, ana.tokenHash, announced)

  const late = there.append(fileId, ana.tokenHash, 0, Buffer.from('late'))
  await reached
  const answer = await here.append(fileId, ana.tokenHash, 0, Buffer.from('said'))
  expect(answer).toMatchObject({ ok: true, state: { file: { fileId } } })
  await store.commit([post(kitchen, ana, '', { messageId: anId('m'), files: [fileId] })])
  letGo()
  expect(await late).toEqual(answer)

  const posted = await store.files.findPosted(fileId)
  const opened = await storage.open(posted?.storageKey ?? '')
  expect(await opened?.stream.setEncoding('utf8').toArray()).toEqual(['said'])
  expect(stored()).toHaveLength(1)
})

test('[D10] whoever takes back what is not there has nothing written', async () => {
  const { store, storage, ana, aNode } = await twoNodes()
  let writings = 0
  const here = aNode('here', storage, {
    ...store.files,
    discard(discard) {
      writings += 1
      return store.files.discard(discard)
    },
  })
  await here.cancel(createId<FileId>(), ana.tokenHash)
  expect(writings).toBe(0)
})
