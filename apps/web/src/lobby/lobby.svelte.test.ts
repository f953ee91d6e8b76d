import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import type { Room } from '@confab/client'
import type { RoomCode, RoomRecord } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import type { KnownRoom } from '../storage/app-storage.ts'
import { keepCreationKey, loadCreationKey } from '../storage/creation-key.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import AboutLinks from './AboutLinks.svelte'
import Lobby from './testing/Lobby.svelte'

const code = 'k7m4qp2x9d' as RoomCode
const record: RoomRecord = {
  kind: 'room',
  sequence: 1,
  version: 1,
  code,
  title: 'Kitchen crew',
  createdAt: 1,
}
const kitchen: KnownRoom = {
  roomId: anId('kitchen'),
  code,
  title: 'Kitchen crew',
  memberId: anId('ana'),
  name: 'Ana',
  lastReadSequence: 2,
  lastOpenedAt: 1,
}

/** As much of an entered room as the lobby looks at. */
function anEnteredRoom(): Room {
  const view = { room: record, me: aMember({ sequence: 2 }), timeline: { cursor: 2, pending: [] } }
  return { roomId: kitchen.roomId, view } as unknown as Room
}

const name = () => page.getByLabelText('Name')
const roomCode = () => page.getByLabelText('Room code')
const join = () => page.getByRole('button', { name: 'Join a room' })

let client = new FakeClient()
let storage = new MemoryAppStorage()
beforeEach(() => {
  client = new FakeClient()
  storage = new MemoryAppStorage()
  history.replaceState(null, '', '/')
})

test('a name and a pasted link join a room on Enter, and the name is remembered', async () => {
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), ' Ana ')
  await userEvent.fill(roomCode(), 'https://chat.example.org/r/K7M-4QP2-X9D')
  await userEvent.keyboard('{Enter}')

  await expect.poll(() => location.pathname).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked).toEqual(['join k7m4qp2x9d Ana'])
  expect(await storage.loadName()).toBe('Ana')
  expect(await storage.loadKnownRooms()).toMatchObject([{ code, title: 'Kitchen crew', lastReadSequence: 2 }])
})

test('the name last used stands there again', async () => {
  await storage.saveName('Ana')
  await render(Lobby, { client, storage })
  await expect.element(name()).toHaveValue('Ana')
})

test('what is missing is said at its field, which gets the focus', async () => {
  await render(Lobby, { client, storage })
  await join().click()
  await expect.element(name()).toHaveFocus()
  await expect.element(name()).toHaveAccessibleDescription('Type the name the others shall see.')

  await userEvent.fill(name(), 'Ana')
  await userEvent.fill(roomCode(), 'kitchen')
  await join().click()
  await expect.element(roomCode()).toHaveFocus()
  await expect.element(roomCode()).toHaveAccessibleDescription(/ten letters and digits/)
  expect(client.asked).toEqual([])
})

test('a taken name comes with a free one, which joins at a press', async () => {
  client.nextRoom = { ok: false, refusal: { code: 'name-taken', suggestion: 'Ana 2' } }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await userEvent.fill(roomCode(), code)
  await join().click()
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await page.getByRole('button', { name: 'Use Ana 2' }).click()
  await expect.poll(() => client.asked).toEqual(['join k7m4qp2x9d Ana', 'join k7m4qp2x9d Ana 2'])
})

test('creating needs a name and no code', async () => {
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await page.getByRole('button', { name: 'Create a room' }).click()
  await expect.poll(() => location.pathname).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked).toEqual(['create Ana'])
})

test('a room one is in is entered without the network', async () => {
  await storage.saveKnownRoom(kitchen)
  await storage.saveName('Ana')
  await render(Lobby, { client, storage })
  await expect.element(page.getByRole('link', { name: /Kitchen crew/ })).toBeVisible()
  await userEvent.fill(roomCode(), code)
  await join().click()
  await expect.poll(() => location.pathname).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked).toEqual([])
})

test('the list of rooms says who spoke last and how much is unread', async () => {
  await storage.saveKnownRoom(kitchen)
  const latest = aMessage({ sequence: 9, body: 'the oven arrives', authorId: anId('bo'), authorName: 'Bo' })
  client.summaries = {
    ok: true,
    value: [{ roomId: kitchen.roomId, room: record, unreadCount: 100, mentionCount: 0, lastRead: 3, latest }],
  }
  await render(Lobby, { client, storage })
  const link = page.getByRole('link', { name: /Kitchen crew/ })
  await expect.element(link).toMatchTextContent(/Bo: the oven arrives/)
  await expect.element(link).toMatchTextContent(/99\+/)
  await expect.element(link).toMatchTextContent(/more than 99 unread messages/)
})

test('a room is forgotten at a press and comes back at another', async () => {
  await storage.saveKnownRoom(kitchen)
  await render(Lobby, { client, storage })
  const link = page.getByRole('link', { name: /Kitchen crew/ })
  await page.getByRole('button', { name: 'Forget Kitchen crew' }).click()
  await expect.element(link).not.toBeInTheDocument()
  expect(await storage.loadKnownRooms()).toEqual([])

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.element(link).toBeVisible()
})

test('[D7] a room with unsent messages is forgotten only after asking', async () => {
  await storage.saveKnownRoom(kitchen)
  await storage.savePost({
    roomId: kitchen.roomId,
    messageId: anId('one'),
    body: 'one',
    createdAt: 1,
    tabId: anId('tab'),
    refusal: null,
  })
  await render(Lobby, { client, storage })
  await page.getByRole('button', { name: 'Forget Kitchen crew' }).click()
  const dialog = page.getByRole('dialog')
  await expect.element(dialog).toMatchTextContent(/one message that was not sent yet/)
  await page.getByRole('button', { name: 'Keep it' }).click()
  expect(await storage.loadPosts(kitchen.roomId)).toHaveLength(1)

  await page.getByRole('button', { name: 'Forget Kitchen crew' }).click()
  await page.getByRole('button', { name: 'Forget it' }).click()
  await expect.poll(() => storage.loadPosts(kitchen.roomId)).toEqual([])
})

test('the door asks only for a name', async () => {
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await render(Lobby, { client, storage, code })
  await expect.element(page.getByRole('heading', { name: 'k7m-4qp2-x9d' })).toBeVisible()
  await userEvent.fill(name(), 'Bo')
  await page.getByRole('button', { name: 'Enter' }).click()
  await expect.poll(() => client.asked).toEqual(['join k7m4qp2x9d Bo'])
})

test.each(['not-found', 'forbidden'] as const)('behind the door, %s looks the same', async (refusal) => {
  client.nextRoom = { ok: false, refusal: { code: refusal } }
  await render(Lobby, { client, storage, code })
  await userEvent.fill(name(), 'Bo')
  await page.getByRole('button', { name: 'Enter' }).click()
  await expect.element(page.getByRole('heading', { name: 'There is no room here' })).toBeVisible()
  await page.getByRole('link', { name: 'To the start page' }).click()
  expect(location.pathname).toBe('/')
})

test('a server that ended the line for good says why, and what to do', async () => {
  client.connection = { name: 'stopped', code: 4409 }
  await render(Lobby, { client, storage })
  await page.getByRole('button', { name: 'Use this tab' }).click()
  expect(client.asked).toEqual(['retry-now'])
})

test('a room that asks for a password asks in the same place, says when it is another, and lets in with the right one', async () => {
  client.nextRoom = { ok: false, refusal: { code: 'password-needed' } }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await userEvent.fill(roomCode(), code)
  await join().click()
  const password = page.getByLabelText('Password of the room')
  await expect.element(password).toHaveFocus()
  await expect.element(page.getByText('Whoever gave you the code knows it.')).toBeVisible()
  await userEvent.fill(password, 'the kitchen is cold')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('This room asks for a password, and this is not it.')).toBeVisible()
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await userEvent.fill(password, 'the kitchen is warm')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => location.pathname).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked).toEqual([
    'join k7m4qp2x9d Ana',
    'join k7m4qp2x9d Ana with the kitchen is cold',
    'join k7m4qp2x9d Ana with the kitchen is warm',
  ])
})

test('who has to knock asks, waits, may go, and is in once somebody opened', async () => {
  client.nextRoom = { ok: false, refusal: { code: 'knock-needed' } }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await userEvent.fill(roomCode(), code)
  await join().click()
  await expect.element(page.getByRole('heading', { name: 'Somebody has to let you in' })).toBeVisible()
  await page.getByRole('button', { name: 'Ask to be let in' }).click()
  await expect.element(page.getByRole('heading', { name: 'They have been asked' })).toBeVisible()
  await page.getByRole('button', { name: 'Wait no longer' }).click()
  await expect.poll(() => client.asked).toContain('withdraw k7m4qp2x9d')
  await page.getByRole('button', { name: 'Ask to be let in' }).click()
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await expect.poll(() => location.pathname, { timeout: 20_000 }).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked.filter((asked) => asked.startsWith('ask in'))).toHaveLength(2)
})

test('a server that wants a key for making rooms asks then, keeps it once it was right, and asks again when it is no more', async () => {
  await keepCreationKey(null)
  onTestFinished(() => keepCreationKey(null))
  const key = page.getByLabelText('Key of this server')
  const create = page.getByRole('button', { name: 'Create a room' })
  const first = await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await expect.element(key).not.toBeInTheDocument()
  client.nextRoom = { ok: false, refusal: { code: 'key-needed' } }
  await create.click()
  await expect.element(key).toHaveFocus()
  await userEvent.fill(key, 'kitchen-wrong-1')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/This is no key of this server/)).toBeVisible()
  expect(await loadCreationKey()).toBeNull()
  client.nextRoom = { ok: true, value: anEnteredRoom() }
  await userEvent.fill(key, ' kitchen-right-1 ')
  await create.click()
  await expect.poll(() => location.pathname).toBe('/r/k7m-4qp2-x9d')
  expect(client.asked).toEqual([
    'create Ana',
    'create Ana with kitchen-wrong-1',
    'create Ana with kitchen-right-1',
  ])
  expect(await loadCreationKey()).toBe('kitchen-right-1')
  await first.unmount()

  client = new FakeClient()
  client.nextRoom = { ok: false, refusal: { code: 'key-needed' } }
  await render(Lobby, { client, storage })
  await userEvent.fill(name(), 'Ana')
  await create.click()
  await expect.element(page.getByText(/This is no key of this server/)).toBeVisible()
  expect(client.asked).toEqual(['create Ana', 'create Ana with kitchen-right-1'])
  await expect.poll(() => loadCreationKey()).toBeNull()
})

test('terms and a contact are links once the server told of them, and nothing stands there before', async () => {
  const about = {
    creation: 'open' as const,
    termsUrl: 'https://example.org/terms',
    contact: 'mailto:ana@example.org',
  }
  let asked = 0
  client.connection = { name: 'waiting', attempt: 1, retryAt: 0 }
  const ask = async () => {
    asked += 1
    return about
  }
  await render(AboutLinks, { client, ask })
  await expect.poll(() => asked).toBe(0)
  client.change({ name: 'live', attempt: 0, since: 0 })
  const terms = page.getByRole('link', { name: 'Terms' })
  await expect.element(terms).toHaveAttribute('href', 'https://example.org/terms')
  await expect.element(terms).toHaveAttribute('rel', 'noopener noreferrer')
  await expect.element(page.getByRole('link', { name: 'Contact' })).toHaveAttribute('href', about.contact)
  expect(asked).toBe(1)
})
