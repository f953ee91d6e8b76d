import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import '../words/testing/english.ts'
import { type MemberId, type MessageId, mentionToken } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { enterHabit } from './enter-habit.svelte.ts'

const box = () => page.getByRole('textbox', { name: 'Message' })
const field = () => box().element() as HTMLTextAreaElement
// Who is here has that said behind their name.
const option = (name: string) => page.getByRole('option', { name: new RegExp(`^${name}`) })
const posts = (room: FakeRoom) => room.asked.filter((asked) => asked.startsWith('post '))

beforeEach(() => {
  localStorage.clear()
  enterHabit.entersPost = true
})

async function inKitchen(
  prepare: (session: RoomSession) => void = () => {},
  storage = new MemoryAppStorage(),
) {
  // At hand, as it is by the time somebody has looked at the room and begins to write.
  await import('./aids.ts')
  const room = new FakeRoom()
  room.joins('Bo')
  room.joins('Chidi')
  room.says('Chidi', 'hello')
  const { unmount } = await render(RoomStage, { room, client: new FakeClient(), storage, prepare })
  await box().click()
  const bo = room.view.roster.here.find(({ name }) => name === 'Bo')?.memberId ?? anId<MemberId>('?')
  return { room, storage, unmount, bo }
}

test('a name is completed, stands there to read, and is posted as who it means', async () => {
  const { room, bo } = await inKitchen()

  await userEvent.keyboard('soup, @b')
  await expect.element(option('Bo')).toHaveAttribute('aria-selected', 'true')
  await expect.element(box()).toHaveAttribute('aria-activedescendant', option('Bo').element().id)
  await userEvent.keyboard('{Enter}tonight?')

  await expect.element(box()).toHaveValue('soup, @Bo tonight?')
  await userEvent.keyboard('{Enter}')
  expect(posts(room)).toEqual([`post soup, ${mentionToken(bo)} tonight?`])
})

test('arrows choose, Tab takes, Escape leaves it as it is', async () => {
  const { room } = await inKitchen()
  await userEvent.keyboard('@')
  // Who spoke last comes first.
  await expect.element(option('Chidi')).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{ArrowDown}')
  await expect.element(option('Bo')).toHaveAttribute('aria-selected', 'true')
  await userEvent.keyboard('{ArrowUp}{Tab}')
  await expect.element(box()).toHaveValue('@Chidi ')
  await expect.element(box()).toHaveFocus()

  await userEvent.keyboard('@b')
  await expect.element(option('Bo')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(option('Bo')).not.toBeInTheDocument()
  await userEvent.keyboard('o{Enter}')
  expect(posts(room)[0]).toMatch(/^post <@.{22}> @bo$/)
})

test('a mention that is written into is plain text, and undo makes it one again', async () => {
  const { room, bo } = await inKitchen()
  await userEvent.keyboard('@bo')
  await option('Bo').click()
  await expect.element(box()).toHaveValue('@Bo ')

  await userEvent.keyboard('{Backspace}{Backspace}')
  await expect.element(box()).toHaveValue('@B')
  await userEvent.keyboard('{Control>}z{/Control}')
  await expect.element(box()).toHaveValue('@Bo ')
  await userEvent.keyboard('{Enter}')

  expect(posts(room)).toEqual([`post ${mentionToken(bo)}`])
})

test('an emoji is found by its name, and a closed one needs no list', async () => {
  await inKitchen()
  await userEvent.keyboard('yes :party')
  await option('party popper').click()
  await expect.element(box()).toHaveValue('yes 🎉 ')

  await userEvent.keyboard(':soup')
  await userEvent.keyboard('{Escape}{Backspace>5/}:ramen:')
  await expect.element(box()).toHaveValue('yes 🎉 🍜')
})

test('an emoji is picked into the place where one is', async () => {
  await inKitchen()
  await userEvent.keyboard('ab{ArrowLeft}')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await page.getByRole('combobox', { name: 'Search emoji' }).fill('red heart')
  await userEvent.keyboard('{Enter}')

  await expect.element(box()).toHaveValue('a❤️b')
  await expect.element(box()).toHaveFocus()
  await expect.element(page.getByRole('dialog', { name: 'Emoji' })).not.toBeInTheDocument()
})

test('a sign typed on a selection goes around it, and undo takes it off', async () => {
  await inKitchen()
  await userEvent.keyboard('so good')
  field().setSelectionRange(3, 7)
  await userEvent.keyboard('**')

  await expect.element(box()).toHaveValue('so **good**')
  expect(field().value.slice(field().selectionStart, field().selectionEnd)).toBe('good')
  await userEvent.keyboard('{Control>}zz{/Control}')
  await expect.element(box()).toHaveValue('so good')
})

test('inside a block of code Enter begins a line, and Ctrl+Enter posts', async () => {
  const { room } = await inKitchen()
  await userEvent.keyboard('```{Enter}let a{Enter}')
  expect(posts(room)).toEqual([])

  await userEvent.keyboard('```{Control>}{Enter}{/Control}')
  expect(posts(room)).toEqual(['post ```\nlet a\n```'])
})

test('who likes Enter to begin a line has it so, in every room', async () => {
  const { room, unmount } = await inKitchen()
  await userEvent.keyboard('a')
  enterHabit.entersPost = false
  await userEvent.keyboard('{Enter}b')
  await expect.element(box()).toHaveValue('a\nb')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  expect(posts(room)).toEqual(['post a\nb'])
  await unmount()
  expect(localStorage.getItem('confab-enter')).toBe('breaks')
})

test('while an input method is at work the list hears no keys', async () => {
  const { room } = await inKitchen()
  await userEvent.keyboard('@')
  await expect.element(option('Bo')).toBeVisible()
  const enter = (fields: KeyboardEventInit) =>
    field().dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...fields }),
    )

  // Not taken, not posted: the browser does with it what the input method wants.
  expect(enter({ isComposing: true })).toBe(true)
  expect(enter({ keyCode: 229 })).toBe(true)
  await expect.element(box()).toHaveValue('@')
  expect(posts(room)).toEqual([])
})

test('a draft keeps whom it mentions and what it answers', async () => {
  const replyTo = anId<MessageId>('question')
  const { storage, unmount, room } = await inKitchen((session) => {
    session.replyTo = replyTo
  })
  await userEvent.keyboard('@bo')
  await option('Bo').click()
  await userEvent.keyboard('look')
  await unmount()
  expect(await storage.loadDraft(room.roomId)).toMatchObject({
    text: '@Bo look',
    mentions: [{ from: 0, to: 3 }],
    replyTo,
  })

  const again = await inKitchen(() => {}, storage)
  await expect.element(box()).toHaveValue('@Bo look')
  await userEvent.keyboard('{Enter}')

  expect(again.room.view.timeline.pending).toMatchObject([
    { body: `${mentionToken(again.bo)} look`, replyTo },
  ])
  await expect.poll(() => storage.loadDraft(room.roomId)).toBeNull()
})

test('Escape drops what is answered before it goes to the end of the list', async () => {
  let session: RoomSession | null = null
  await inKitchen((made) => {
    session = made
    made.replyTo = anId<MessageId>('question')
    made.newAfter = 2
  })
  const state = () => [session?.replyTo ?? null, session?.newAfter ?? null]

  await userEvent.keyboard('{Escape}')
  expect(state()).toEqual([null, 2])
  await userEvent.keyboard('{Escape}')
  expect(state()).toEqual([null, null])
})

test('Up in an empty box edits what was said last, and in a text it moves', async () => {
  let edited = 0
  await inKitchen((session) => {
    session.editLast = () => ++edited > 0
  })
  await userEvent.keyboard('a{ArrowUp}')
  expect(edited).toBe(0)
  await userEvent.keyboard('{Delete}{ArrowUp}')
  expect(edited).toBe(1)
})
