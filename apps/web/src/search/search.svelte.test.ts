import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import type { Answer, Found } from '@confab/client'
import { expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import SearchStage from './testing/SearchStage.svelte'

const DOWN = { name: 'waiting', attempt: 1, retryAt: 0 } as const
const UP = { name: 'live', attempt: 0, since: 0 } as const

async function open(room: FakeRoom, { isOver = false, client = new FakeClient() } = {}) {
  const onclose = vi.fn()
  const shown: number[] = []
  await render(SearchStage, {
    room,
    client,
    isOver,
    onclose,
    onshow: (sequence: number) => shown.push(sequence),
  })
  const field = page.getByRole('searchbox', { name: 'Search this room' })
  await expect.element(field).toHaveFocus()
  return { onclose, shown, field, results: page.getByRole('listitem'), client }
}

function aKitchen(): FakeRoom {
  const room = new FakeRoom()
  room.says('Bo', 'Bread is on the table')
  room.says('Chidi', 'No bread for me')
  room.says('Bo', 'Soup then')
  return room
}

test('what is typed is searched after a pause, once, and what is found is marked', async () => {
  const room = aKitchen()
  const { field, results } = await open(room)
  await expect.element(page.getByText('What you can write')).toBeVisible()
  await userEvent.type(field, 'bread')
  await expect.element(results.nth(1)).toBeVisible()
  expect(room.asked.filter((asked) => asked.startsWith('search'))).toEqual(['search bread'])
  expect(results.elements().map((one) => one.querySelector('mark')?.textContent)).toEqual(['bread', 'Bread'])
  await expect.element(page.getByRole('status')).toHaveTextContent('2 messages')
  await field.fill('')
  await expect.element(page.getByText('What you can write')).toBeVisible()
})

test('the keyboard goes from the field through what was found, and to a message', async () => {
  const { field, shown, results, onclose } = await open(aKitchen())
  await field.fill('bread')
  await expect.element(results.nth(1)).toBeVisible()
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{Enter}')
  expect(shown).toEqual([3])
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(shown).toEqual([3, 4])
  expect(onclose).not.toHaveBeenCalled()
  await userEvent.keyboard('{Escape}')
  expect(onclose).toHaveBeenCalledOnce()
})

test('over the conversation it goes when a message is picked', async () => {
  const { field, results, shown, onclose } = await open(aKitchen(), { isOver: true })
  await field.fill('soup')
  await results.getByRole('button').click()
  expect(onclose).toHaveBeenCalledOnce()
  await expect.poll(() => shown).toEqual([5])
})

test('nothing found, more to find, and further back are told apart', async () => {
  const room = aKitchen()
  room.remembers(45, (sequence) => `bread number ${sequence}`)
  const { field, results } = await open(room)
  await field.fill('xyzzy')
  await expect.element(page.getByText('Nothing found')).toBeVisible()
  await expect.element(page.getByText('Try fewer words', { exact: false })).toBeVisible()
  await field.fill('bread number')
  await expect.poll(() => results.elements().length).toBe(20)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => results.elements().length).toBe(40)
  await page.getByRole('button', { name: 'Show more' }).click()
  await expect.poll(() => results.elements().length).toBe(45)
  await expect.element(page.getByRole('button', { name: 'Show more' })).not.toBeInTheDocument()

  room.nextSearch = async () => ({ ok: true, value: { results: [], next: 7 } })
  await field.fill('rare')
  await expect.element(page.getByText('Nothing found so far')).toBeVisible()
  room.nextSearch = async () => ({ ok: true, value: { results: [], next: null } })
  await page.getByRole('button', { name: 'Search further back' }).click()
  await expect.element(page.getByText('Nothing found', { exact: true })).toBeVisible()
})

test('what was asked last counts, whichever answer comes first', async () => {
  const room = aKitchen()
  const { field, results } = await open(room)
  const first = Promise.withResolvers<Answer<Found>>()
  room.nextSearch = () => first.promise
  await field.fill('bread')
  await expect.poll(() => room.asked).toContain('search bread')
  room.nextSearch = null
  await field.fill('soup')
  await expect.element(results).toMatchTextContent(/Soup then/)
  first.resolve({ ok: true, value: { results: [], next: null } })
  await expect.element(results).toMatchTextContent(/Soup then/)
})

test('a failure says what to do, and a line that comes back is used at once', async () => {
  const room = aKitchen()
  const client = new FakeClient()
  const { field, results } = await open(room, { client })
  room.nextSearch = async () => ({ ok: false, refusal: { code: 'rate-limited', retryAfterMs: 60_000 } })
  await field.fill('soup')
  await expect.element(page.getByRole('alert')).toMatchTextContent(/Too many searches at once/)
  room.nextSearch = null
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(results).toMatchTextContent(/Soup then/)

  client.change(DOWN)
  room.nextSearch = async () => ({ ok: false, refusal: { code: 'unavailable' } })
  await field.fill('bread')
  await expect.element(page.getByText('Searching needs a connection', { exact: false })).toBeVisible()
  room.nextSearch = null
  client.change(UP)
  await expect.element(results.nth(1)).toBeVisible()
})

test('the filters are explained, and put into the field', async () => {
  const { field } = await open(aKitchen())
  await page.getByRole('button', { name: /from:Ana/ }).click()
  await expect.element(field).toHaveValue('from:')
  await expect.element(field).toHaveFocus()
})
