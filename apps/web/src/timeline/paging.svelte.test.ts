import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import { WayMeter } from './testing/drift-meter.ts'

const LONG = 'The new oven arrives on Thursday. '

/** Pages of it come while somebody is still on their way: a key scrolls for some frames. */
class SlowRoom extends FakeRoom {
  override async loadOlder(): Promise<void> {
    await frames(3)
    await super.loadOlder()
  }
  override async loadNewer(): Promise<void> {
    await frames(3)
    await super.loadNewer()
  }
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next))
}

/** Until the list has not moved for a while, nor got longer. */
async function still(list: HTMLElement): Promise<void> {
  let last = ''
  for (let same = 0; same < 7; ) {
    await frames(1)
    const now = `${list.scrollTop} of ${list.scrollHeight}`
    same = now === last ? same + 1 : 0
    last = now
  }
}

async function open() {
  const room = new SlowRoom({ startedAt: Date.now() - 1_000 * 45_000 })
  room.remembers(1_000, (sequence) => `message ${sequence} ${LONG.repeat(sequence % 5)}`)
  await render(RoomStage, { room, client: new FakeClient(), lastRead: room.head })
  const list = page.getByRole('log').element() as HTMLElement
  await still(list)
  list.focus()
  /** How far the words went while somebody did this, to the very end of it. */
  const wayOf = async (act: () => Promise<void>) => {
    const meter = new WayMeter(list)
    await act()
    await still(list)
    return meter.stop()
  }
  const pages = (kind: string) => room.asked.filter((asked) => asked === kind).length
  return { list, wayOf, pages }
}

test('a key that turns a page goes just as far when older and newer messages come under way', async () => {
  const { list, wayOf, pages } = await open()
  const press = (key: string) => wayOf(() => userEvent.keyboard(`{${key}}`))
  const { went: page } = await press('PageUp')
  expect(page).toBeGreaterThan(list.clientHeight / 2)
  while (pages('older') < 1) {
    const { went, back } = await press('PageUp')
    expect(Math.abs(went - page), `after ${pages('older')} pages`).toBeLessThanOrEqual(1)
    expect(back).toBeGreaterThanOrEqual(-1)
  }
  // Now the window is full, and its end is cut for what is put above.
  while (pages('older') < 8) await press('Home')
  await press('End')
  while (pages('newer') < 2) {
    const { went } = await press('PageDown')
    expect(Math.abs(went + page), `after ${pages('newer')} pages`).toBeLessThanOrEqual(1)
  }
})

test('what is first seen after Home, and last after End, stays so while pages come behind it', async () => {
  const { list, wayOf, pages } = await open()
  for (let press = 0; press < 6; press++) {
    const top = list.scrollTop
    const { went } = await wayOf(() => userEvent.keyboard('{Home}'))
    expect(Math.abs(went - top)).toBeLessThanOrEqual(1)
  }
  expect(pages('older')).toBeGreaterThanOrEqual(6)
  const below = list.scrollHeight - list.clientHeight - list.scrollTop
  const { went } = await wayOf(() => userEvent.keyboard('{End}'))
  expect(Math.abs(went + below)).toBeLessThanOrEqual(1)
  expect(pages('newer')).toBe(1)
})

test('a wheel turned fast goes as far as it was turned', async () => {
  const { wayOf, pages } = await open()
  const turns = 24
  const { went, back } = await wayOf(async () => {
    for (let turn = 0; turn < turns; turn++) await page.getByRole('log').wheel({ delta: { y: -240 } })
  })
  expect(pages('older')).toBeGreaterThanOrEqual(2)
  expect(Math.abs(went - turns * 240)).toBeLessThanOrEqual(1)
  expect(back).toBeGreaterThanOrEqual(-1)
})

test('arrows go from message to message, and the list no further than to show the next one', async () => {
  const { list, wayOf, pages } = await open()
  const above = () => {
    const rows: (Element | null)[] = [...list.querySelectorAll('[data-row]')]
    return rows[rows.indexOf(document.activeElement) - 1]
  }
  for (let press = 0; press < 3; press++) await wayOf(() => userEvent.keyboard('{PageUp}'))
  await userEvent.keyboard('{ArrowUp}')
  while (pages('older') < 1) {
    const next = above()
    if (!next) throw new Error('There is nothing above.')
    const hidden = list.getBoundingClientRect().top - next.getBoundingClientRect().top
    const { went } = await wayOf(() => userEvent.keyboard('{ArrowUp}'))
    expect(document.activeElement).toBe(next)
    expect(Math.abs(went - Math.max(0, hidden))).toBeLessThanOrEqual(1)
  }
})
