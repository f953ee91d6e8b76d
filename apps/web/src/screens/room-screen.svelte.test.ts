import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import type { Answer } from '@confab/client'
import type { MemberId, RefusalCode, RoomCode, RoomSummary } from '@confab/protocol'
import { aMember, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import App from '../App.svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { Installation } from '../install/installation.svelte.ts'
import { KnownRooms } from '../lobby/known-rooms.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import { route } from '../route.svelte.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'

class CountingClient extends FakeClient {
  summariesAsked = 0
  override async fetchSummaries(): Promise<Answer<RoomSummary[]>> {
    this.summariesAsked += 1
    return super.fetchSummaries()
  }
}

/** The app in the kitchen, where Ana has been before. */
async function open(room: FakeRoom, prepare: (client: CountingClient) => void = () => {}) {
  const storage = new MemoryAppStorage()
  const knownRooms = new KnownRooms(storage)
  const { view, roomId } = room
  if (!view.room || !view.me) throw new Error('A fake room has both.')
  const known = { roomId, code: view.room.code, title: '', memberId: view.me.memberId, name: 'Ana' }
  await knownRooms.save({ ...known, lastReadSequence: 2, lastOpenedAt: 1 })
  const client = new CountingClient()
  client.nextRoom = { ok: true, value: room }
  prepare(client)
  route.go({ name: 'room', code: view.room.code })
  await render(App, { client, storage, knownRooms, installation: new Installation() })
  return { client, knownRooms, storage }
}

test('a room shows its title, its people and its messages, and asks once what is new elsewhere', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  room.says('Bo', 'The new oven arrives on Thursday.')
  const { client, knownRooms } = await open(room)

  await expect.element(page.getByRole('heading', { name: 'Kitchen crew', level: 1 })).toBeVisible()
  await expect.element(page.getByText('Here now · 2')).toBeVisible()
  await expect.element(page.getByText('The new oven arrives on Thursday.')).toBeVisible()
  await expect.poll(() => knownRooms.byId(room.roomId)?.title).toBe('Kitchen crew')
  await expect.poll(() => client.summariesAsked).toBe(1)
})

test('what was seen is kept as read', async () => {
  const room = new FakeRoom()
  const { storage } = await open(room)
  await expect.element(page.getByRole('log')).toBeVisible()

  room.says('Bo', 'hello')

  await expect.poll(async () => (await storage.loadKnownRooms())[0]?.lastReadSequence).toBe(room.head)
})

test('the owner changes the title in place; Escape leaves it as it was', async () => {
  const room = new FakeRoom()
  await open(room)
  await page.getByRole('button', { name: 'Kitchen crew' }).click()
  await page.getByLabelText('Room title').fill('Harbour walk')
  room.says('Bo', 'meanwhile')
  page
    .getByLabelText('Room title')
    .element()
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
  await expect.element(page.getByRole('heading', { name: 'Kitchen crew', level: 1 })).toBeVisible()
  expect(room.asked).not.toContain('title Harbour walk')

  await page.getByRole('button', { name: 'Kitchen crew' }).click()
  await page.getByLabelText('Room title').fill('  Harbour   walk ')
  page.getByLabelText('Room title').element().closest('form')?.requestSubmit()

  await expect.element(page.getByRole('heading', { name: 'Harbour walk', level: 1 })).toBeVisible()
})

test('who comes straight in is told who they are, and may change it', async () => {
  await page.viewport(360, 740)
  const room = new FakeRoom()
  const { client, storage } = await open(room)
  await expect.element(page.getByText(/^You are Ana/)).toBeVisible()
  client.nextRoom = { ok: false, refusal: { code: 'name-taken', suggestion: 'Bo 2' } }

  await page.getByRole('button', { name: 'change', exact: true }).click()
  await expect.element(page.getByLabelText('Name')).toHaveValue('Ana')
  await page.getByLabelText('Name').fill('Bo')
  await page.getByRole('button', { name: 'Change name' }).click()
  await expect
    .element(page.getByLabelText('Name'))
    .toHaveAccessibleDescription(/Somebody in this room is called Bo/)
  client.nextRoom = { ok: true, value: room }
  await page.getByRole('button', { name: 'Use Bo 2' }).click()

  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  expect(client.asked.slice(-2)).toEqual(['join k7m4qp2x9d Bo', 'join k7m4qp2x9d Bo 2'])
  expect(await storage.loadName()).toBe('Bo 2')
})

test('who has spoken is told no more who they are', async () => {
  await page.viewport(360, 740)
  await open(new FakeRoom())
  await expect.element(page.getByText(/^You are Ana/)).toBeVisible()
  await page.getByRole('textbox', { name: 'Message' }).fill('hello')
  await page.getByRole('button', { name: 'Send' }).click()

  await expect.element(page.getByText(/^You are Ana/)).not.toBeInTheDocument()
})

test('on a phone the people open on demand', async () => {
  await page.viewport(360, 740)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: '2 people here' }).click()

  await expect.element(page.getByRole('dialog').getByText('Bo', { exact: true })).toBeVisible()
})

test('[D9] the owner removes somebody, after being asked once more', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  const more = page.getByRole('button', { name: 'More about Bo' })
  const cross = page.getByRole('button', { name: 'Remove Bo…' })
  await expect.element(more).toBeInTheDocument()
  more.element().focus()
  await expect.element(more).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await cross.click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  expect(room.asked).not.toContain('remove Bo')

  await more.click()
  await cross.click()
  room.nextRemoval = { ok: false, refusal: { code: 'unavailable' } }
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true })
  await confirm.click()
  await expect.element(page.getByText(/^That did not work/)).toBeVisible()
  room.nextRemoval = { ok: true, value: null }
  await confirm.click()

  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(page.getByText('Here now · 1')).toBeVisible()
  await expect.element(page.getByText('Bo was removed')).toBeVisible()
  expect(room.asked.filter((what) => what === 'remove Bo')).toHaveLength(2)
})

test('nobody but the owner is offered to remove anybody, and nobody themselves', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  room.change({ me: { ...room.ana, role: 'member' } })
  await open(room)
  await expect.element(page.getByText('Here now · 2')).toBeVisible()
  await page.getByRole('button', { name: 'More about Bo' }).click()
  const cross = page.getByRole('button', { name: 'Remove Bo…' })
  await expect.element(page.getByRole('button', { name: 'Report to the server…' })).toBeVisible()
  await expect.element(cross).not.toBeInTheDocument()
  expect(page.getByRole('radio').elements()).toHaveLength(0)
  room.change({ me: room.ana })
  await expect.element(cross).toBeInTheDocument()
  expect(page.getByRole('button', { name: /^More about/ }).elements()).toHaveLength(1)
})

test('a report wants a reason, keeps what was written when the server does not answer, and says so', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  room.change({ me: { ...room.ana, role: 'reader' } })
  await open(room)
  await page.getByRole('button', { name: 'More about Bo' }).click()
  await page.getByRole('button', { name: 'Report to the server…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Report Bo' })
  const send = dialog.getByRole('button', { name: 'Report', exact: true })
  await expect.element(send).toBeDisabled()
  const note = dialog.getByLabelText(/^What else should they know/)
  await note.fill('every day')
  await dialog.getByRole('radio', { name: 'It threatens somebody' }).click()
  await send.click()
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('The server did not answer. Try again.')
  await expect.element(note).toHaveValue('every day')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
})

test('the owner gives somebody another role, and the room; what was refused is said', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: 'More about Bo' }).click()
  const dialog = page.getByRole('dialog', { name: 'Bo' })
  await expect.element(dialog.getByRole('radio', { name: /^Member/ })).toBeChecked()
  await dialog.getByRole('radio', { name: /^Reads only/ }).click()
  expect(room.asked).toContain('role reader Bo')

  await dialog.getByRole('button', { name: 'Hand over the room' }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect(room.asked).not.toContain('hand over Bo')
  await dialog.getByRole('button', { name: 'Hand over the room' }).click()
  await dialog.getByRole('button', { name: 'Hand it over' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(room.asked).toContain('hand over Bo')
})

test('the owner locks the room, and leaves writing to those who look after it', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: 'Room settings' }).click()
  const locked = page.getByRole('radio', { name: 'Nobody new' })
  await locked.click()
  await expect.element(locked).toBeChecked()
  await page.getByRole('switch', { name: 'Only moderators write' }).click()
  await page.getByRole('combobox', { name: 'Members at most' }).selectOptions('25')
  expect(room.asked.filter((asked) => asked.startsWith('settings'))).toEqual([
    'settings {"isLocked":true}',
    'settings {"whoPosts":"moderators"}',
    'settings {"capacity":25}',
  ])
})

test('who was put out for good is listed, and may be let come again', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.banned = ['Bo', 'Chidi'].map((name) =>
    aMember({ sequence: 3, memberId: anId<MemberId>(name), name, role: 'banned' }),
  )
  await open(room)
  await page.getByRole('button', { name: 'Room settings' }).click()
  const banned = page.getByRole('list', { name: 'Put out for good' })
  await banned.getByRole('button', { name: 'Let them come again Chidi' }).click()
  await expect.element(banned.getByText('Chidi')).not.toBeInTheDocument()
  await expect.element(banned.getByText('Bo', { exact: true }).first()).toBeVisible()
  expect(room.asked.filter((asked) => asked.startsWith('unban'))).toHaveLength(1)
})

test('somebody is kept from writing for a while, is marked so for all, and let again', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: 'More about Bo' }).click()
  const dialog = page.getByRole('dialog', { name: 'Bo' })
  await dialog
    .getByRole('group', { name: 'Keep from writing' })
    .getByRole('button', { name: '1 hour' })
    .click()
  await expect.element(dialog.getByRole('group', { name: /^Cannot write until \d/ })).toBeVisible()
  await expect.element(page.getByText('cannot write', { exact: true })).toBeInTheDocument()
  await dialog.getByRole('button', { name: 'Let them write again' }).click()
  await expect.element(dialog.getByRole('button', { name: '1 hour' })).toBeVisible()
  expect(room.asked.filter((asked) => asked.startsWith('mute'))).toEqual(['mute Bo 3600000', 'mute Bo 0'])
})

test('who is muted is told until when in the place of the box, which comes back by itself', async () => {
  const room = new FakeRoom()
  await open(room)
  const box = page.getByRole('textbox', { name: 'Message' })
  await expect.element(box).toBeVisible()
  room.change({ me: { ...room.ana, mutedUntil: Date.now() + 2_000 } })
  await expect.element(page.getByText(/^You can read here, and write again from \d/)).toBeVisible()
  await expect.element(box).not.toBeInTheDocument()
  await expect.element(box).toBeVisible()
})

test('the room gets another code: the address, the link and the list say it, and the one before still leads there', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  const { knownRooms } = await open(room)
  await page.getByRole('button', { name: 'Room settings' }).click()
  await page.getByRole('button', { name: 'Give the room another code' }).click()
  await page.getByRole('button', { name: 'Another code', exact: true }).click()
  await expect.poll(() => location.pathname).toBe('/r/222-2222-222')
  expect(knownRooms.list).toMatchObject([{ code: '2222222222', formerCodes: ['k7m4qp2x9d'] }])
  expect(knownRooms.byCode('k7m4qp2x9d' as RoomCode)?.roomId).toBe(room.roomId)
  route.go({ name: 'room', code: 'k7m4qp2x9d' as RoomCode })
  await expect.poll(() => location.pathname).toBe('/r/222-2222-222')
  await expect.element(page.getByRole('heading', { name: 'Kitchen crew' })).toBeVisible()
})

test('a raid is cleaned up in three clicks, and it can be taken back', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: 'Room settings' }).click()
  await page.getByRole('button', { name: 'Clean up…' }).click()
  await page.getByRole('button', { name: 'Put them out' }).click()
  await expect.element(page.getByText('They are out.')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.element(page.getByText('They may come again.')).toBeVisible()
  await page.getByRole('switch', { name: 'Guard the room for an hour' }).click()
  expect(room.asked.filter((asked) => /^(clean|undo|settings)/.test(asked))).toEqual([
    'clean up',
    `undo above ${room.head}`,
    'settings {"isGuarded":true}',
  ])
})

test('the owner says how newcomers come in, sets a password, and opens to whoever knocks', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await page.getByRole('button', { name: 'Room settings' }).click()
  await page.getByRole('radio', { name: 'Anybody who knows a password' }).click()
  const password = page.getByRole('textbox', { name: 'Password of the room' })
  await password.fill('short')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect.element(page.getByText('A password has 8 to 128 characters.')).toBeVisible()
  await password.fill('the kitchen is warm')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect.element(page.getByRole('radio', { name: 'Anybody who knows a password' })).toBeChecked()
  room.knocks = ['Chidi', 'Bo II'].map((name) => ({ knockId: anId(name), name, askedAt: Date.now() }))
  await page.getByRole('radio', { name: 'Whoever is let in' }).click()
  await page.getByRole('contentinfo').getByRole('button', { name: 'Close' }).click()
  await expect.element(page.getByText(/Chidi.* asks to come in/)).toBeVisible()
  await page.getByRole('button', { name: 'Let in' }).click()
  await expect.element(page.getByText(/Bo II.* asks to come in/)).toBeVisible()
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect.element(page.getByRole('region', { name: 'Who asks to come in' })).not.toBeInTheDocument()
  expect(room.asked.filter((asked) => /^(settings|let in|not now)/.test(asked))).toEqual([
    'settings {"entry":"password","password":"the kitchen is warm"}',
    'settings {"entry":"knock"}',
    'let in Chidi',
    'not now Bo II',
  ])
})

test('who may only read is told so in the place of the box', async () => {
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  room.change({ me: { ...room.ana, role: 'reader' } })
  await expect.element(page.getByText('You can read here, not write.')).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Message' })).not.toBeInTheDocument()
})

test('[D9] who is removed reads on what was said, and may join again or go', async () => {
  await page.viewport(360, 740)
  const room = new FakeRoom()
  room.joins('Bo')
  room.says('Bo', 'The new oven arrives on Thursday.')
  const { client } = await open(room)
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible()

  room.removesMe()

  await expect.element(page.getByRole('heading', { name: 'You were removed from this room' })).toBeVisible()
  await expect.element(page.getByText('The new oven arrives on Thursday.')).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Message' })).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: '2 people here' })).not.toBeInTheDocument()
  client.nextRoom = { ok: false, refusal: { code: 'unavailable' } }
  await page.getByRole('button', { name: 'Join again' }).click()
  await expect.element(page.getByText(/^The server does not answer/)).toBeVisible()
  expect(client.asked.at(-1)).toBe('join k7m4qp2x9d Ana')

  room.change({ phase: 'live', refusal: null, me: room.ana })
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toBeVisible()
  room.removesMe()
  await page.getByRole('button', { name: 'Back to the start' }).click()
  await expect.element(page.getByRole('button', { name: 'Create a room' })).toBeVisible()
})

test('while not all can be known, the people say so, and nothing else does', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom()
  room.joins('Bo')
  await open(room)
  const people = page.getByRole('complementary', { name: 'People' })
  await expect.element(people.getByText('Here now · 2')).toBeVisible()
  await expect.element(page.getByText(/may be incomplete/)).not.toBeInTheDocument()
  room.knowsAll(false)

  await expect.element(people.getByText('Who is here may be incomplete right now.')).toBeVisible()
  await expect.element(people.getByText('Bo', { exact: true })).toBeVisible()
  room.says('Bo', 'Still talking.')
  await expect.element(page.getByText('Still talking.')).toBeVisible()
  room.knowsAll(true)

  await expect.element(page.getByText(/may be incomplete/)).not.toBeInTheDocument()
})

test.each<[RefusalCode, string]>([
  ['not-found', 'This room did not let you in'],
  ['removed', 'You were removed from this room'],
  ['too-many-rooms', 'Too many rooms at once'],
])('a room that refuses with %s says so', async (code, words) => {
  await open(new FakeRoom(), (client) => {
    client.nextRoom = { ok: false, refusal: { code } }
  })

  await expect.element(page.getByRole('heading', { name: words })).toBeVisible()
})

test('[D7] what was not sent stays readable when the room refuses', async () => {
  const room = new FakeRoom()
  room.post('And ordering limes.')
  await open(room)
  room.change({ phase: 'refused', refusal: 'forbidden' })

  await page.getByText('One text was not sent').click()

  await expect.element(page.getByText('And ordering limes.')).toBeVisible()
})

test('Ctrl+K opens the search, a message is picked in it, and nothing counts as read by that', async () => {
  await page.viewport(1200, 800)
  const room = new FakeRoom({ startedAt: Date.now() - 90_000_000 })
  room.remembers(400, (sequence) => (sequence === 380 ? 'the old bread recipe' : `message ${sequence}`))
  await open(room)
  await expect.element(page.getByText('message 3', { exact: true })).toBeVisible()
  const field = page.getByRole('searchbox', { name: 'Search this room' })
  // What hears keys of the room is loaded behind it.
  await expect
    .poll(async () => {
      await userEvent.keyboard('{Control>}k{/Control}')
      return field.query()
    })
    .not.toBeNull()
  await expect.element(field).toHaveFocus()
  await field.fill('old bread')
  await page.getByRole('search').getByRole('listitem').getByRole('button').click()
  await expect.element(page.getByRole('log').getByText('the old bread recipe')).toBeInViewport()
  expect(document.querySelector('li.shown')?.textContent).toContain('the old bread recipe')
  expect(room.asked).toContain('around 380')
  await userEvent.keyboard('{Escape}')
  await expect.element(field).not.toBeInTheDocument()
  await expect.element(page.getByRole('button', { name: 'Search', exact: true })).toHaveFocus()
})
