import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { SEARCHES, SEARCHES_WAITING_MAX } from '../limits.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { aHeldStore } from '../testing/held-store.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

let disk: Store
let plays = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

/** A room in which Ana said a few things, and ways to ask for them. */
async function aKitchen() {
  const play = ++plays
  const [clock, log, store] = [aClock(), keepingLog(), aHeldStore(disk)]
  const broker = createMemoryExchange().createBroker()
  const node = createNode({ store, broker, clock, log, decode: decodeCommand, isAlone: true })
  onTestFinished(() => node.close())
  const roomId = anId<RoomId>(`searched-${play}`)

  async function call() {
    const line = new FakeLine()
    const connection = node.connections.open(line, '203.0.113.7')
    const send = (command: object) => connection.receive(JSON.stringify(command))
    send({ type: 'hello', token: null, tabId: anId<TabId>('tab'), client: 'tests', resume: [] })
    /** The answer to the command with this ref. */
    const answer = async (ref: number) => {
      for (;;) {
        const found = line.events.find(
          (event): event is Extract<ServerEvent, { ref: number }> => 'ref' in event && event.ref === ref,
        )
        if (found) return found
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const ask = (ref: number, query: string, fields: object = {}) =>
      send({ type: 'search', ref, roomId, query, timeZone: 'UTC', limit: 5, ...fields })
    const search = (ref: number, query: string, fields: object = {}) => {
      ask(ref, query, fields)
      return answer(ref)
    }
    return { line, send, answer, ask, search }
  }

  const ana = await call()
  ana.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
  await ana.answer(1)
  const said = ['Bread is ready', 'Soup is ready', 'No bread left']
  for (const [i, body] of said.entries())
    ana.send({ type: 'post-message', roomId, messageId: anId(`said-${play}-${i}`), body })
  await expect.poll(() => ana.line.events.filter(({ type }) => type === 'span').length).toBeGreaterThan(0)
  return { ana, call, roomId, clock, log, store }
}

test('a member is answered with what was found, and by pages', async () => {
  const { ana, roomId } = await aKitchen()
  const all = await ana.search(2, 'bread')
  expect(all).toMatchObject({ type: 'search-results', roomId, next: null })
  expect(all).toMatchObject({
    results: [{ excerpt: 'No bread left', hits: [{ from: 3, to: 8 }] }, { authorName: 'Ana' }],
  })
  const first = await ana.search(3, 'bread', { limit: 1 })
  expect(first).toMatchObject({ results: [{ excerpt: 'No bread left' }], next: 5 })
  expect(await ana.search(4, 'bread', { limit: 1, before: 5 })).toMatchObject({
    results: [{ excerpt: 'Bread is ready' }],
    next: null,
  })
  expect(await ana.search(5, '')).toMatchObject({ results: [], next: null })
})

test('[D9] who is not in the room is told nothing of it', async () => {
  const { call } = await aKitchen()
  const bo = await call()
  expect(await bo.search(2, 'bread')).toMatchObject({ type: 'refusal', code: 'not-found' })
})

test('[D10] [A41] one connection searches so often, and may again after a while', async () => {
  const { ana, clock } = await aKitchen()
  for (let ref = 10; ref < 10 + SEARCHES.burst; ref++)
    expect(await ana.search(ref, 'soup')).toMatchObject({ type: 'search-results' })
  const retryAfterMs = 1_000 / SEARCHES.perSecond
  expect(await ana.search(50, 'soup')).toMatchObject({ type: 'refusal', code: 'rate-limited', retryAfterMs })
  await clock.run(1_000)
  expect(await ana.search(51, 'soup')).toMatchObject({ type: 'search-results' })
})

test('[D10] [A41] past so many that wait the next is told to come later', async () => {
  const { ana, call, roomId, store } = await aKitchen()
  const holds = Array.from({ length: SEARCHES_WAITING_MAX }, () => store.hold('search'))
  const [reset] = ana.line.events.filter((event) => event.type === 'reset')
  const code = reset?.type === 'reset' ? reset.room.code : ''
  for (let person = 0; person * SEARCHES.burst < SEARCHES_WAITING_MAX; person++) {
    const one = await call()
    one.send({ type: 'join-room', ref: 1, code, name: `Chidi ${person + 2}` })
    expect(await one.answer(1)).toMatchObject({ type: 'entered', roomId })
    for (let ref = 2; ref < 2 + SEARCHES.burst; ref++) one.ask(ref, 'soup')
  }
  await Promise.all(holds.map(({ reached }) => reached))
  expect(await ana.search(9, 'soup')).toMatchObject({ type: 'refusal', code: 'busy' })
  for (const { answer } of holds) answer()
  let ref = 100
  await expect.poll(async () => (await ana.search(++ref, 'soup')).type).toBe('search-results')
})

test('a store that fails is unavailable for now, and nobody is cut off', async () => {
  const { ana, store } = await aKitchen()
  store.failNext('search', new StoreUnavailable('too slow'))
  expect(await ana.search(2, 'soup')).toMatchObject({ type: 'refusal', code: 'unavailable' })
  expect(await ana.search(3, 'soup')).toMatchObject({ type: 'search-results' })
})
