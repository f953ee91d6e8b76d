import type { HandedRoom, MemberId, RoomCode, RoomId } from '@confab/protocol'
import { createId, createIdentityToken } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { deleteDB } from 'idb'
import { expect, onTestFinished, test } from 'vitest'
import { BrowserAppStorage } from '../storage/browser-app-storage.ts'
import { openDatabase } from '../storage/database.ts'
import { forgetWhoWasSignedOut } from '../storage/everything.ts'
import { takeOver } from './take-over.ts'

const kitchen = anId<RoomId>('kitchen')
const handed = (name: string, at: RoomId): HandedRoom => ({
  roomId: at,
  code: 'k7m4qp2x9d' as RoomCode,
  title: 'Kitchen',
  memberId: anId<MemberId>(name),
  name,
})

test('nothing is left of who a browser was, and all is there of who it is', async () => {
  const name = createId<string>()
  const database = await openDatabase(name)
  const before = new BrowserAppStorage(name, database)
  const old = createIdentityToken()
  await before.keepToken(old)
  await before.saveName('Bo')
  await before.saveKnownRoom({ ...handed('Bo', kitchen), lastReadSequence: 40, lastOpenedAt: 1 })
  await before.saveKnownRoom({ ...handed('Bo', anId('attic')), lastReadSequence: 1, lastOpenedAt: 2 })
  await before.saveDraft(kitchen, { text: 'half a sentence', caret: 4 })
  await before.savePost({
    roomId: kitchen,
    messageId: anId('unsent'),
    body: 'never sent',
    createdAt: 1,
    tabId: anId('tab'),
    refusal: null,
  })
  await before.saveFile({ roomId: kitchen, fileId: anId('file'), blob: new Blob(['bytes']) })

  const token = createIdentityToken()
  const harbour = anId<RoomId>('harbour')
  await takeOver({ token, rooms: [handed('Ana', harbour), handed('Ana at home', kitchen)] }, name)

  const after = new BrowserAppStorage(name, await openDatabase(name))
  onTestFinished(async () => {
    before.close()
    after.close()
    await deleteDB(name)
  })
  expect(await after.loadToken()).toBe(token)
  expect(await after.loadName()).toBe('Ana')
  expect(await after.loadKnownRooms()).toMatchObject([
    { roomId: harbour, name: 'Ana', title: 'Kitchen', lastReadSequence: 0 },
    { roomId: kitchen, name: 'Ana at home' },
  ])
  expect(await after.loadDraft(kitchen)).toBeNull()
  expect(await after.loadPosts(kitchen)).toEqual([])
  expect(await after.loadFile(anId('file'))).toBeNull()
  // The tab of before signs out, and takes nothing of the new one away.
  await before.forgetToken(old)
  expect(await after.keepToken(createIdentityToken())).toBe(token)
  await forgetWhoWasSignedOut(name)
  expect(await after.loadKnownRooms()).toHaveLength(2)
})

test('of who was signed out nothing is left', async () => {
  const name = createId<string>()
  const storage = new BrowserAppStorage(name, await openDatabase(name))
  onTestFinished(async () => {
    storage.close()
    await deleteDB(name)
  })
  const token = createIdentityToken()
  await storage.keepToken(token)
  await storage.saveKnownRoom({ ...handed('Bo', kitchen), lastReadSequence: 40, lastOpenedAt: 1 })
  await storage.saveDraft(kitchen, { text: 'half a sentence', caret: 4 })
  await storage.forgetToken(token)
  await forgetWhoWasSignedOut(name)
  const again = new BrowserAppStorage(name, await openDatabase(name))
  expect(await again.loadKnownRooms()).toEqual([])
  expect(await again.loadDraft(kitchen)).toBeNull()
  expect(await again.loadName()).toBe('')
  again.close()
})
