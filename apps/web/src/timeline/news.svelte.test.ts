import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'

/** Four hundred messages in five hours. */
function aLongRoom(): FakeRoom {
  const room = new FakeRoom({ startedAt: Date.now() - 400 * 45_000 })
  room.remembers(400)
  return room
}

async function open(room: FakeRoom, lastRead: number, wanted: number | null = null): Promise<HTMLElement> {
  await render(RoomStage, {
    room,
    client: new FakeClient(),
    lastRead,
    prepare: (session: RoomSession) => {
      session.wanted = wanted
    },
  })
  return page.getByRole('log').element() as HTMLElement
}

const dividerShare = (list: HTMLElement) => {
  const divider = list.querySelector('li[data-key="new"]')
  if (!divider) return null
  return (divider.getBoundingClientRect().top - list.getBoundingClientRect().top) / list.clientHeight
}
const toEnd = (list: HTMLElement) => list.scrollHeight - list.clientHeight - list.scrollTop

test('what began above what is seen is told, and one press leads there', async () => {
  const room = aLongRoom()
  const list = await open(room, 340, 398)
  const bar = page.getByRole('button', { name: /new( since .+)? — Jump up/ })
  await expect.element(bar).toBeVisible()

  await bar.click()

  await expect.poll(() => dividerShare(list)).toBeCloseTo(1 / 3, 1)
  await expect.element(bar).not.toBeInTheDocument()
})

test('it is waved away, and Escape goes to the end instead', async () => {
  const room = aLongRoom()
  const list = await open(room, 370, 398)
  const bar = page.getByRole('button', { name: /Jump up/ })
  await expect.element(bar).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(bar).not.toBeInTheDocument()
  expect(list.querySelector('li[data-key="new"]')).not.toBeNull()

  await userEvent.keyboard('{Escape}')

  await expect.poll(() => toEnd(list)).toBeLessThanOrEqual(1)
  expect(list.querySelector('li[data-key="new"]')).toBeNull()
})

test('who was away for long reads what they missed, until they went past where it begins', async () => {
  const room = aLongRoom()
  const list = await open(room, 200)
  const summary = page.getByRole('region', { name: 'While you were away' })
  await expect.element(summary).toBeVisible()
  await expect.poll(() => summary.element().textContent).toMatch(/\d+\+? messages from /)
  expect(dividerShare(list)).toBeCloseTo(1 / 3, 1)

  for (let step = 0; step < 4; step++) {
    list.scrollTop += 300
    await new Promise((next) => setTimeout(next, 50))
  }
  await expect.element(summary).not.toBeInTheDocument()
})

test('who missed little is not told of it', async () => {
  const room = aLongRoom()
  await open(room, 399)
  await expect.element(page.getByText('New', { exact: true })).toBeVisible()
  await expect.element(page.getByRole('region', { name: 'While you were away' })).not.toBeInTheDocument()
})

test('a day leads to other days: to the start of the room, or to a date', async () => {
  const room = new FakeRoom({ startedAt: Date.now() - 400 * 600_000 })
  room.remembers(400)
  const list = await open(room, room.head)
  list.scrollTop = 0
  await expect.poll(() => list.querySelector('[aria-haspopup="dialog"]')).not.toBeNull()
  list.querySelector<HTMLElement>('[aria-haspopup="dialog"]')?.click()
  const dialog = page.getByRole('dialog', { name: 'Jump to a date' })
  await expect.element(dialog).toBeVisible()
  await expect.element(dialog.getByRole('button', { name: 'Today' })).toBeVisible()

  await dialog.getByRole('button', { name: 'Start of the room' }).click()

  await expect.element(page.getByText('message 3', { exact: true })).toBeVisible()
  await expect.element(dialog).not.toBeInTheDocument()
  expect(document.activeElement).toBe(list)
})
