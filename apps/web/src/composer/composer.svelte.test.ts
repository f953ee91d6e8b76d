import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'

const box = () => page.getByRole('textbox', { name: 'Message' })
const posts = (room: FakeRoom) => room.asked.filter((asked) => asked.startsWith('post '))

test('Enter posts and the focus stays; Shift+Enter begins a line', async () => {
  const room = new FakeRoom()
  await render(RoomStage, { room, client: new FakeClient() })
  await box().click()

  await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two{Enter}')

  expect(posts(room)).toEqual(['post one\ntwo'])
  await expect.element(box()).toHaveValue('')
  await expect.element(box()).toHaveFocus()
})

test('the Enter that ends a composition does not post', async () => {
  const room = new FakeRoom()
  await render(RoomStage, { room, client: new FakeClient() })
  await box().fill('こんにちは')
  const element = box().element()

  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }))
  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true }))
  expect(posts(room)).toEqual([])

  element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  expect(posts(room)).toEqual(['post こんにちは'])
})

test('nothing to see is not posted', async () => {
  const room = new FakeRoom()
  await render(RoomStage, { room, client: new FakeClient() })
  await box().fill(' \u200b ')
  await page.getByRole('button', { name: 'Send' }).click()

  expect(posts(room)).toEqual([])
  await box().fill('something')
  await page.getByRole('button', { name: 'Send' }).click()
  expect(posts(room)).toEqual(['post something'])
})

test('a text over the limit stays, and the button explains', async () => {
  const room = new FakeRoom()
  await render(RoomStage, { room, client: new FakeClient() })
  await box().fill('x'.repeat(8_012))
  await expect.element(page.getByText('-12')).toBeVisible()

  await page.getByRole('button', { name: 'Send' }).click()

  await expect.element(page.getByText(/Too long by 12 characters/)).toBeVisible()
  expect(posts(room)).toEqual([])
})

/** What hears keys beside the box is loaded behind the room: it is there once it takes one. */
async function pageListens() {
  const pressed = () => new KeyboardEvent('keydown', { key: 'PageDown', bubbles: true, cancelable: true })
  await expect.poll(() => document.body.dispatchEvent(pressed())).toBe(false)
}

test('what one types anywhere lands in the box; what presses a button does not', async () => {
  await render(RoomStage, { room: new FakeRoom(), client: new FakeClient() })
  const list = page.getByRole('log').element() as HTMLElement
  await pageListens()
  list.focus()

  await userEvent.keyboard('hi')

  await expect.element(box()).toHaveFocus()
  await expect.element(box()).toHaveValue('hi')
})

test('Alt+Up brings back what was sent, and then what was sent before', async () => {
  const room = new FakeRoom()
  room.says('Bo', 'not mine')
  await render(RoomStage, { room, client: new FakeClient() })
  await box().click()
  await userEvent.keyboard('one{Enter}two{Enter}')

  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await expect.element(box()).toHaveValue('two')
  await userEvent.keyboard('{Alt>}{ArrowUp}{/Alt}')
  await expect.element(box()).toHaveValue('one')
  await userEvent.keyboard('!{Alt>}{ArrowUp}{/Alt}')
  await expect.element(box()).toHaveValue('one!')
})

test('a draft waits for its writer, and a posted text leaves none', async () => {
  const storage = new MemoryAppStorage()
  const roomId = anId<RoomId>('kitchen')
  const first = await render(RoomStage, { room: new FakeRoom(), client: new FakeClient(), storage })
  await box().fill('half a thought')
  await first.unmount()
  expect(await storage.loadDraft(roomId)).toMatchObject({ text: 'half a thought' })

  await render(RoomStage, { room: new FakeRoom(), client: new FakeClient(), storage })
  await expect.element(box()).toHaveValue('half a thought')
  await page.getByRole('button', { name: 'Send' }).click()

  expect(await storage.loadDraft(roomId)).toBeNull()
})

test('the box grows to eight lines and then scrolls inside', async () => {
  await render(RoomStage, { room: new FakeRoom(), client: new FakeClient() })
  const heightOf = async (lines: number) => {
    await box().fill(Array(lines).fill('line').join('\n'))
    return box().element().getBoundingClientRect().height
  }

  const [one, three, eight, twenty] = [
    await heightOf(1),
    await heightOf(3),
    await heightOf(8),
    await heightOf(20),
  ]

  expect(three - one).toBe(44)
  expect(eight - one).toBe(154)
  expect(twenty).toBe(eight)
})
