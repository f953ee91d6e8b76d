import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { SEGMENT_PLACES } from '../../search/postings.ts'
import { eachTerm } from '../../search/terms.ts'
import { aDirectory } from '../../testing/store-for-tests.ts'
import { aCast, create, post } from '../testing/cast.ts'
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
