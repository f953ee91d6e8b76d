import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import { type MemberId, type MemberRecord, mentionToken } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { loadMarkdown } from '../markdown/markdown.svelte.ts'
import type { RoomSession } from '../room/room-session.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'

const LONG = 'The new oven arrives on Thursday. '

/** A history whose lines have all kinds of heights. */
function aLongRoom(count: number): FakeRoom {
  const room = new FakeRoom({ startedAt: Date.now() - count * 45_000 })
  room.remembers(count, (sequence) => `message ${sequence} ${LONG.repeat(sequence % 5)}`)
  return room
}

async function open(room: FakeRoom, lastRead = 0) {
  await render(RoomStage, { room, client: new FakeClient(), lastRead })
  const list = page.getByRole('log').element() as HTMLElement
  await frames(3)
  return list
}

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((next) => requestAnimationFrame(next))
}

const toEnd = (list: HTMLElement) => list.scrollHeight - list.clientHeight - list.scrollTop

/** The first message that begins on the screen, and where its words do. */
function firstSeen(list: HTMLElement): { key: string; top: number } {
  for (const line of list.querySelectorAll<HTMLElement>('li[data-anchor]')) {
    const key = line.dataset.key ?? ''
    const top = topOf(list, key)
    if (top >= 0) return { key, top }
  }
  throw new Error('No message is seen.')
}

function topOf(list: HTMLElement, key: string): number {
  const words = list.querySelector(`li[data-key="${key}"] .body`)
  if (!words) throw new Error('The line is gone.')
  return words.getBoundingClientRect().top - list.getBoundingClientRect().top
}

test('a room opens at its end and stays there while messages arrive', async () => {
  const room = aLongRoom(200)
  const list = await open(room)
  expect(toEnd(list)).toBeLessThanOrEqual(1)

  for (let i = 0; i < 5; i++) room.says('Bo', LONG.repeat(i))
  await frames(2)

  expect(toEnd(list)).toBeLessThanOrEqual(1)
})

test('whoever reads further up is not moved by pages put above or messages that arrive below', async () => {
  const room = aLongRoom(2_000)
  const list = await open(room)

  let worst = 0
  for (let step = 0; step < 60; step++) {
    list.scrollTop -= 350
    const seen = firstSeen(list)
    if (step % 3 === 0) room.says('Bo', LONG)
    await frames(3)
    worst = Math.max(worst, Math.abs(topOf(list, seen.key) - seen.top))
  }

  expect(room.asked.filter((asked) => asked === 'older').length).toBeGreaterThan(5)
  expect(worst).toBeLessThanOrEqual(1)
})

test('however far one scrolls, up and down again, the page holds a window of the history', async () => {
  const room = aLongRoom(3_000)
  const list = await open(room)
  const lines = () => list.querySelectorAll('li').length

  let most = 0
  for (let step = 0; step < 120; step++) {
    list.scrollTop -= 1_200
    await frames(2)
    most = Math.max(most, lines())
  }
  expect(room.view.timeline.from).toBeLessThan(1_500)
  for (let step = 0; step < 40; step++) {
    list.scrollTop += 1_200
    const seen = firstSeen(list)
    await frames(2)
    expect(Math.abs(topOf(list, seen.key) - seen.top)).toBeLessThanOrEqual(1)
    most = Math.max(most, lines())
  }

  expect(room.asked).toContain('newer')
  // 300 records, and the days between them.
  expect(most).toBeLessThan(330)
})

test('a window resized keeps the line one reads where it is, and an end an end', async () => {
  const list = await open(aLongRoom(200))
  const stage = list.closest<HTMLElement>('.stage')
  if (!stage) throw new Error('No stage.')

  stage.style.height = '300px'
  await frames(2)
  expect(toEnd(list)).toBeLessThanOrEqual(1)

  list.scrollTop -= 900
  await frames(3)
  const seen = firstSeen(list)
  stage.style.width = '420px'
  await frames(2)
  expect(Math.abs(topOf(list, seen.key) - seen.top)).toBeLessThanOrEqual(1)
})

test('away from the end, what arrives is counted, and one press goes there', async () => {
  const room = aLongRoom(400)
  const list = await open(room, room.head)
  list.scrollTop -= 1_500
  await frames(3)

  room.says('Bo', 'one')
  room.says('Ana', 'mine')
  room.says('Chidi', 'two')
  await page.getByRole('button', { name: '2 new' }).click()

  await expect.poll(() => toEnd(list)).toBeLessThanOrEqual(1)
  await expect.element(page.getByRole('button', { name: '2 new' })).not.toBeInTheDocument()
})

test('with unread messages a room opens at the divider, a third down', async () => {
  const room = aLongRoom(400)
  const list = await open(room, 360)
  await expect.element(page.getByText('New', { exact: true })).toBeInTheDocument()
  await frames(3)

  const divider = list.querySelector('li[data-key="new"]')
  const down = (divider?.getBoundingClientRect().top ?? 0) - list.getBoundingClientRect().top
  expect(down / list.clientHeight).toBeCloseTo(1 / 3, 1)
})

test('[D7] a message is on screen before the network answers, and its confirmation is the same row', async () => {
  const room = aLongRoom(20)
  const list = await open(room)
  await page.getByRole('textbox', { name: 'Message' }).fill('And ordering limes.')
  await page.getByRole('button', { name: 'Send' }).click()

  const pending = page.getByText('And ordering limes.').element()
  expect(list.querySelector('article.sending')?.contains(pending)).toBe(true)
  room.confirms()
  await frames(2)

  expect(page.getByText('And ordering limes.').element()).toBe(pending)
  expect(list.querySelector('article.sending')).toBeNull()
})

test('[D7] a refused message says why and offers ways on', async () => {
  const room = aLongRoom(20)
  await open(room)
  for (const body of ['first', 'second']) room.post(body)
  room.refuses('too-large')

  await expect.element(page.getByText('This is too long.').first()).toBeVisible()
  await expect.element(page.getByText('2 not sent')).toBeVisible()
  await page.getByRole('button', { name: 'Retry', exact: true }).first().click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()

  expect(room.asked).toEqual(expect.arrayContaining(['retry first', 'discard second']))
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue('second')
})

test('what is a day old asks before it is sent', async () => {
  const room = aLongRoom(20)
  await open(room)
  room.post('about the oven')
  room.refuses('old')
  await expect.element(page.getByText(/^Written today, not sent/)).toBeVisible()

  await page.getByRole('button', { name: 'Send now' }).click()

  expect(room.asked).toContain('retry about the oven')
})

test('the day one reads floats above while one scrolls, moves nothing and fades', async () => {
  const room = aLongRoom(400)
  const list = await open(room)
  const pill = () => list.parentElement?.querySelector('.pill[aria-hidden]')
  expect(pill()).toBeNull()
  const before = list.getBoundingClientRect()

  list.scrollTop -= 1_500
  await frames(3)

  expect(pill()?.textContent).toMatch(/Today|Yesterday/)
  expect(pill()?.getAttribute('aria-hidden')).toBe('true')
  expect(pill()?.classList).toContain('shown')
  expect(list.getBoundingClientRect()).toEqual(before)
  await expect.poll(() => pill()?.classList.contains('shown'), { timeout: 3_000 }).toBe(false)
})

test('what looks like markup is text', async () => {
  const room = new FakeRoom()
  await open(room)
  const hostile = '<img src=x onerror="document.title=\'taken\'"> <b>bold</b> [a](javascript:alert(1))'
  room.says('Bo', hostile)

  await expect.element(page.getByText(hostile)).toBeVisible()
  expect(document.querySelector('[role=log] img, [role=log] b, [role=log] .body a')).toBeNull()
})

test('an empty room invites, until somebody else is there', async () => {
  const room = new FakeRoom()
  await open(room)
  await expect.element(page.getByText('k7m-4qp2-x9d')).toBeVisible()

  room.joins('Bo')

  await expect.element(page.getByText('k7m-4qp2-x9d')).not.toBeInTheDocument()
  await expect.element(page.getByText('Bo joined')).toBeVisible()
})

test('who comes back to a restored backup is told that something is gone', async () => {
  const room = new FakeRoom()
  room.says('Bo', 'before the backup')
  await open(room)
  await expect.element(page.getByText(/restored from a backup/)).not.toBeInTheDocument()

  room.change({ restoredAfter: room.head })

  await expect.element(page.getByText(/^This room was restored from a backup/)).toBeVisible()
})

test('opening a room marks nothing as read; what is on the screen for a moment is', async () => {
  const room = aLongRoom(400)
  const list = await open(room, 360)
  await expect.element(page.getByText('New', { exact: true })).toBeInTheDocument()
  expect(room.view.lastRead).toBe(360)
  await expect.poll(() => room.view.lastRead).toBeGreaterThan(360)

  const seen = room.view.lastRead
  expect(seen).toBeLessThan(room.head - 10)
  list.scrollTop = list.scrollHeight
  await expect.poll(() => room.view.lastRead).toBe(room.head)
  // The divider stays where it was.
  await expect.element(page.getByText('New', { exact: true })).toBeInTheDocument()
})

test('whoever a link or a search brought somewhere has not read what is there, until they are at the end', async () => {
  const room = aLongRoom(400)
  let session: RoomSession | undefined
  await render(RoomStage, {
    room,
    client: new FakeClient(),
    lastRead: 100,
    prepare: (made: RoomSession) => {
      session = made
    },
  })
  await frames(3)
  await session?.list?.show(200)
  await new Promise((resolve) => setTimeout(resolve, 800))
  expect(room.view.lastRead).toBeLessThan(200)

  session?.toEnd()
  await expect.poll(() => room.view.lastRead).toBe(room.head)
})

test('a mention shows the name its member has now', async () => {
  await loadMarkdown()
  const room = new FakeRoom()
  room.joins('Bo')
  const bo = anId<MemberId>('bo')
  room.says('Ana', `Ask ${mentionToken(bo)}, in code \`${mentionToken(bo)}\` too`)
  const list = await open(room)
  const body = () => list.querySelector('.body')?.textContent?.trim()
  expect(body()).toBe('Ask @Bo, in code @Bo too')

  const place = room.history.findIndex((record) => record.kind === 'member' && record.memberId === bo)
  room.history[place] = { ...(room.history[place] as MemberRecord), name: 'Bo the baker' }
  room.change({})
  await expect.poll(body).toBe('Ask @Bo the baker, in code @Bo the baker too')
})
