import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import { eachTerm } from '../../search/terms.ts'
import { aDirectory } from '../../testing/store-for-tests.ts'
import { aCast, create, idOf, post } from '../testing/cast.ts'
import { uploaded } from '../testing/uploads.ts'
import { openSqliteStore } from './sqlite-store.ts'

const SECRET = '龘靐齉 Wyrmwoodqx'

/** How often these bytes stand anywhere in the directory. */
function timesOnDisk(directory: string, text: string): number {
  const bytes = Buffer.from(text)
  return readdirSync(directory).reduce((times, name) => {
    const file = readFileSync(join(directory, name))
    for (let at = file.indexOf(bytes); at !== -1; at = file.indexOf(bytes, at + 1)) times += 1
    return times
  }, 0)
}

test('a text that was deleted or edited away leaves nothing in the index, nor in the file', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const { kitchen, ana } = aCast()
  const about = (name: string) => ({
    roomId: kitchen.roomId,
    messageId: anId<MessageId>(name),
    memberId: ana.memberIn(kitchen),
    at: 1_700_000_100_000,
  })
  let store = await openSqliteStore({ directory })
  const posted = ['deleted', 'edited'].map((name) =>
    post(kitchen, ana, SECRET, { messageId: anId<MessageId>(name) }),
  )
  await store.commit([create(kitchen, ana), ...posted])
  for (let at = 5; at <= SEGMENT_PLACES; at += 512)
    await store.commit(
      Array.from({ length: 512 }, (_, i) =>
        post(kitchen, ana, 'bread', { messageId: anId<MessageId>(`m-${at + i}`) }),
      ),
    )
  expect(await store.indexSegment(kitchen.roomId)).toBe(true)
  await store.close()
  expect(timesOnDisk(directory, '龘靐')).toBeGreaterThan(2)

  store = await openSqliteStore({ directory })
  await store.commit([
    { kind: 'delete-message', ...about('deleted') },
    { kind: 'edit-message', ...about('edited'), body: 'Nothing' },
    { kind: 'delete-message', ...about('edited') },
  ])
  await store.close()
  for (const part of ['龘靐', '靐齉', 'Wyrmwood']) expect(timesOnDisk(directory, part), part).toBe(0)
  const database = new DatabaseSync(join(directory, 'confab.db'), { readOnly: true })
  onTestFinished(() => database.close())
  const isThere = database.prepare('SELECT 1 FROM search_postings WHERE term = ?')
  eachTerm({ authorId: ana.memberIn(kitchen), body: SECRET }, (term) => {
    if (!term.startsWith('@')) expect(isThere.get(term), term).toBeUndefined()
  })
})

test('what its room keeps no longer leaves nothing in the index, nor in the file', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const { kitchen, ana } = aCast()
  const { roomId } = kitchen
  const at = 1_700_000_000_000
  let store = await openSqliteStore({ directory })
  const memberId = ana.memberIn(kitchen)
  await store.commit([
    create(kitchen, ana),
    post(kitchen, ana, SECRET, { messageId: anId<MessageId>('secret') }),
    post(kitchen, ana, SECRET, { messageId: anId<MessageId>('erased') }),
    { kind: 'erase-messages', roomId, messageIds: [anId<MessageId>('erased')], memberId, at },
    { kind: 'change-settings', roomId, memberId, keptHours: 1, at },
  ])
  for (let place = 7; place <= SEGMENT_PLACES; place += 512)
    await store.commit(
      Array.from({ length: 512 }, (_, i) =>
        post(kitchen, ana, 'bread', { messageId: anId<MessageId>(`m-${place + i}`), at: at + 3_600_000 }),
      ),
    )
  expect(await store.indexSegment(roomId)).toBe(true)
  await store.close()
  expect(timesOnDisk(directory, '龘靐')).toBeGreaterThan(2)

  store = await openSqliteStore({ directory })
  await store.commit([{ kind: 'expire-messages', roomId, at: at + 3_600_000 }])
  // While the server goes on.
  await expect.poll(() => timesOnDisk(directory, '龘靐'), { timeout: 10_000 }).toBe(0)
  await store.close()
  for (const part of ['龘靐', '靐齉', 'Wyrmwood', 'wyrmwo'])
    expect(timesOnDisk(directory, part), part).toBe(0)
})

test('the name of a file goes from the log too, with the row that says where its bytes were', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const { kitchen, ana } = aCast()
  const store = await openSqliteStore({ directory })
  onTestFinished(() => store.close())
  await store.commit([create(kitchen, ana)])
  const { fileId, name } = await uploaded({ store, reopen: async () => {} }, kitchen, ana)
  const message = post(kitchen, ana, 'look', { files: [fileId] })
  await store.commit([message])
  await store.commit([
    {
      kind: 'delete-message',
      roomId: kitchen.roomId,
      messageId: idOf(message),
      memberId: ana.memberIn(kitchen),
      at: 1,
    },
  ])
  const isLogEmpty = () => statSync(join(directory, 'confab.db-wal')).size === 0
  await expect.poll(isLogEmpty, { timeout: 10_000 }).toBe(true)
  expect(timesOnDisk(directory, name)).toBeGreaterThan(0)
  await store.files.forget([fileId])
  expect(isLogEmpty()).toBe(false)
  await expect.poll(() => timesOnDisk(directory, name), { timeout: 10_000 }).toBe(0)
})

test('a text that was erased to be brought back is there until it is purged, and then is not', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  const { kitchen, ana } = aCast()
  const messageId = anId<MessageId>('erased')
  const memberId = ana.memberIn(kitchen)
  const at = 1_700_000_100_000
  let store = await openSqliteStore({ directory })
  await store.commit([
    create(kitchen, ana),
    post(kitchen, ana, SECRET, { messageId }),
    { kind: 'erase-messages', roomId: kitchen.roomId, messageIds: [messageId], memberId, at },
  ])
  await store.close()
  expect(timesOnDisk(directory, SECRET)).toBe(1)
  store = await openSqliteStore({ directory })
  await store.erased.purge(at)
  await store.close()
  expect(timesOnDisk(directory, SECRET)).toBe(0)
})
