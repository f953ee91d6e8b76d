import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { type MemberId, type MessageId, type MessageRecord, mentionToken } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { loadMarkdown } from '../markdown/markdown.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'

/** Ana looks at what she and Bo said. */
async function open(change: (room: FakeRoom) => void) {
  const room = new FakeRoom()
  room.joins('Bo')
  change(room)
  await loadMarkdown()
  await render(RoomStage, { room, client: new FakeClient() })
  return room
}

const messageOf = (room: FakeRoom, body: string): MessageRecord => {
  const found = room.history.find((one) => one.kind === 'message' && one.body === body)
  if (found?.kind !== 'message') throw new Error(`Nobody said ${body}.`)
  return found
}

const list = () => page.getByRole('log')
const rowOf = (text: string) => list().getByRole('article').filter({ hasText: text })

async function menuOf(text: string) {
  await rowOf(text).hover()
  await rowOf(text).getByRole('button', { name: 'More', exact: true }).click()
  return page.getByRole('menu')
}

test('the tools of a row lie over it and move nothing', async () => {
  await open((room) => room.says('Bo', 'soup at one'))
  const row = rowOf('soup at one')
  const before = row.element().getBoundingClientRect()
  await row.hover()
  await expect.element(row.getByRole('toolbar')).toBeVisible()
  const after = row.element().getBoundingClientRect()
  expect([after.top, after.height]).toEqual([before.top, before.height])
})

test('an own message is edited where it stands, and its history opens from its mark', async () => {
  const room = await open((room) => room.says('Ana', 'soup at one'))
  const menu = await menuOf('soup at one')
  await menu.getByRole('menuitem', { name: 'Edit' }).click()
  const box = list().getByRole('textbox', { name: 'Edit the message' })
  await expect.element(box).toHaveFocus()
  await userEvent.fill(box, 'soup at two')
  await userEvent.keyboard('{Enter}')
  expect(room.asked).toContain('edit soup at two')

  room.nextEdits = {
    ok: true,
    value: { edits: [{ body: 'soup at one', replacedAt: Date.now() }], isComplete: true },
  }
  await rowOf('soup at two')
    .getByRole('button', { name: /^\(edited\)/ })
    .click()
  await expect.element(page.getByRole('dialog').getByText('soup at one')).toBeVisible()
})

test('Escape leaves a message as it was, and saving nothing asks to delete', async () => {
  const room = await open((room) => room.says('Ana', 'soup at one'))
  const edit = async () => (await menuOf('soup at one')).getByRole('menuitem', { name: 'Edit' }).click()
  const box = list().getByRole('textbox', { name: 'Edit the message' })
  await edit()
  await userEvent.fill(box, 'x')
  await userEvent.keyboard('{Escape}')
  await expect.element(rowOf('soup at one')).toBeVisible()
  await edit()
  await userEvent.fill(box, '')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  expect(room.asked).toContain('delete soup at one')
  await expect.element(rowOf('Message deleted')).toBeVisible()
})

test('a reply quotes what it answers in one line, and a press on it goes there', async () => {
  const room = await open((room) => {
    room.says('Bo', 'soup **at one**')
    room.says('Ana', 'fine', { replyTo: messageOf(room, 'soup **at one**').messageId })
  })
  const quote = rowOf('fine').getByRole('button', { name: 'Bo soup at one' })
  await quote.click()
  await expect.poll(() => document.querySelector('li.shown')?.textContent).toContain('soup at one')

  room.changes(messageOf(room, 'soup **at one**').messageId, {
    body: '',
    deletedAt: 1,
    deletedBy: room.ana.memberId,
  })
  await expect.element(rowOf('fine').getByText('Original deleted')).toBeVisible()
  await expect.element(rowOf('Message deleted by Ana')).toBeVisible()
})

test('a press on a reaction joins in, another takes it back', async () => {
  const room = await open((room) => {
    room.says('Bo', 'soup')
    room.reacts('Bo', messageOf(room, 'soup').messageId, '🍲')
  })
  await rowOf('soup').getByRole('button', { name: '🍲 1, Bo: 🍲' }).click()
  await rowOf('soup').getByRole('button', { name: '🍲 2, Bo and Ana: 🍲', pressed: true }).click()
  expect(room.asked).toEqual(expect.arrayContaining(['react 🍲', 'unreact 🍲']))
})

test('who reacted is all there to read: those the message names, and those it only counts', async () => {
  const room = await open((room) => {
    room.joins('Chidi')
    room.says('Bo', 'soup at one')
    const messageId = messageOf(room, 'soup at one').messageId
    room.reacts('Bo', messageId, '🍞')
    const record = room.reactions.get(messageId)
    if (!record) throw new Error('Nobody reacted.')
    // The message names the first of two.
    room.reactions.set(messageId, {
      ...record,
      reactions: record.reactions.map((one) => ({ ...one, count: 2 })),
    })
    room.reacts('Ana', messageId, '👍')
    const members = ['Bo', 'Chidi'].map((name) => {
      const found = room.history.find((one) => one.kind === 'member' && one.name === name)
      if (found?.kind !== 'member') throw new Error(`${name} is not here.`)
      return found.memberId
    })
    room.nextReactors = { ok: true, value: { members, includesMe: false } }
  })
  const menu = await menuOf('soup at one')
  await menu.getByRole('menuitem', { name: 'Who reacted' }).click()
  const dialog = page.getByRole('dialog', { name: 'Who reacted' })
  const lists = dialog.getByRole('list').getByRole('list')
  await expect.element(lists.first()).toHaveTextContent('BBoCChidi')
  await expect.element(lists.last()).toHaveTextContent('AAna')
  expect(room.asked.some((one) => one.startsWith('react'))).toBe(false)
})

test('a mention shows the name of now, and tints the row of whom it means', async () => {
  const bo = anId<MemberId>('bo')
  await open((room) => room.says('Bo', `${mentionToken(room.ana.memberId)} and ${mentionToken(bo)}, soup`))
  const row = rowOf('@Ana and @Bo, soup')
  await expect.element(row).toBeVisible()
  expect(row.element().classList).toContain('mentioned')
})

test('what is pinned stands above the list, and leads to its message', async () => {
  const room = await open((room) => room.says('Bo', 'soup'))
  await (await menuOf('soup')).getByRole('menuitem', { name: 'Pin' }).click()
  await page.getByRole('button', { name: '1 pinned' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /soup/ }).click()
  await expect.poll(() => document.querySelector('li.shown')?.textContent).toContain('soup')
  await (await menuOf('soup')).getByRole('menuitem', { name: 'Unpin' }).click()
  expect(room.view.room?.pins).toEqual([])
})

test('a refused change says why, keeps its text and can be discarded', async () => {
  const room = await open((room) => {
    room.says('Ana', 'soup')
    const { messageId } = messageOf(room, 'soup')
    room.refusesChange({ kind: 'edit', messageId, body: 'stew' }, 'limit-reached')
  })
  await expect.element(rowOf('soup').getByText('stew')).toBeVisible()
  await rowOf('soup').getByRole('button', { name: 'Discard' }).click()
  expect(room.asked).toContain('discard change')
})

test('by the keyboard: up to a message, R answers it, E edits an own one, Enter opens what can be done', async () => {
  const room = await open((room) => {
    room.says('Bo', 'soup')
    room.says('Ana', 'stew')
  })
  const log = list().element() as HTMLElement
  log.focus()
  await userEvent.keyboard('{ArrowUp}')
  expect(document.activeElement?.textContent).toContain('stew')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('menu')).toBeVisible()
  await userEvent.keyboard('{Escape}{ArrowUp}')
  expect(document.activeElement?.textContent).toContain('soup')
  await userEvent.keyboard('r')
  await userEvent.keyboard('yes{Enter}')
  expect(room.view.timeline.pending[0]).toMatchObject({
    body: 'yes',
    replyTo: messageOf(room, 'soup').messageId,
  })
})

test('several messages are copied with who said them, and when', async () => {
  await open((room) => {
    room.says('Bo', 'soup')
    room.says('Ana', 'stew')
  })
  await expect.element(rowOf('stew')).toBeVisible()
  getSelection()?.selectAllChildren(list().element())
  const data = new DataTransfer()
  const copy = new ClipboardEvent('copy', { bubbles: true, cancelable: true, clipboardData: data })
  list().element().dispatchEvent(copy)
  expect(data.getData('text/plain')).toMatch(/^\[\d\d?:\d\d\] Bo: soup\n\[\d\d?:\d\d\] Ana: stew$/)
})

test('[D7] a message that is on its way can be edited and taken back, not reacted to', async () => {
  const room = await open((room) => void room.post('on its way'))
  const menu = await menuOf('on its way')
  await expect.element(menu.getByRole('menuitem', { name: 'Edit' })).toBeVisible()
  expect(menu.getByRole('menuitem', { name: 'React with 👍' }).query()).toBeNull()
  expect(room.view.timeline.pending.map((post) => post.messageId as MessageId)).toHaveLength(1)
})
