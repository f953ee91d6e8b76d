import { decodeCommand, HELLO_TIMEOUT_MS, type RoomId, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { HELLO_WAIT_MS_MAX, HELLOS, TICK_MS } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

let disk: Store

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

/** A node whose burst of hellos is used up, if it is to be busy, and lines to it. */
function aNode({ isBusy = false, hellosPerSecond = HELLOS.perSecond } = {}) {
  const clock = aClock()
  const log = keepingLog()
  const broker = createMemoryExchange().createBroker()
  const defer = (callback: () => void) => {
    clock.after(0, callback)
  }
  const node = createNode({
    store: disk,
    broker,
    clock,
    log,
    decode: decodeCommand,
    isAlone: true,
    defer,
    hellosPerSecond,
  })
  onTestFinished(() => node.close())
  let tabs = 0

  function open(resume: object[] = []) {
    const line = new FakeLine()
    const connection = node.connections.open(line, '203.0.113.7')
    const send = (command: object) => connection.receive(JSON.stringify(command))
    const tabId = anId<TabId>(`tab-${String(++tabs).padStart(6, '0')}-`)
    send({ type: 'hello', token: null, tabId, client: 'tests', resume })
    return { line, connection, send, isWelcome: () => line.events[0]?.type === 'welcome' }
  }
  if (isBusy) for (let i = 0; i < HELLOS.burst; i++) open()
  return { node, clock, log, open }
}

const RESUME = [{ ref: 1, roomId: anId<RoomId>('kitchen'), cursor: null }]
const probe = (ref: number) => ({ type: 'probe', ref })

test('[D10] [A28] of a thousand who say hello at once all get in, those who come back first', () => {
  const { clock, open } = aNode({ isBusy: true })
  const joining = Array.from({ length: 500 }, () => open())
  const resuming = Array.from({ length: 500 }, () => open(RESUME))
  const isIn = (guests: typeof joining) => guests.filter(({ isWelcome }) => isWelcome()).length
  expect(isIn([...joining, ...resuming])).toBe(0)
  clock.advance(500)
  expect(isIn(resuming)).toBeGreaterThan(400)
  expect(isIn(joining)).toBeLessThan(60)
  clock.advance(600)
  expect(isIn([...joining, ...resuming])).toBe(1_000)
})

describe('while a hello waits', () => {
  const slow = { isBusy: true, hellosPerSecond: 0.1 }

  test('its line is not taken for one that says nothing', () => {
    const { clock, open } = aNode(slow)
    const { line, isWelcome } = open()
    clock.advance(HELLO_TIMEOUT_MS + 2 * TICK_MS)
    expect(line.ended).toBeNull()
    clock.advance(HELLO_TIMEOUT_MS)
    expect(isWelcome()).toBe(true)
  })

  test('what follows it waits too, and is done in order', () => {
    const { clock, open } = aNode(slow)
    const { line, send } = open()
    send(probe(1))
    send(probe(2))
    expect(line.events).toEqual([])
    clock.advance(10_000)
    send(probe(3))
    clock.advance(1)
    expect(line.events).toMatchObject([
      { type: 'welcome' },
      { type: 'done', ref: 1 },
      { type: 'done', ref: 2 },
      { type: 'done', ref: 3 },
    ])
  })

  test.each([
    [
      'a second hello',
      () => ({ type: 'hello', token: null, tabId: anId<TabId>('x'), client: 't', resume: [] }),
      1,
      4400,
    ],
    [
      'more than a stranger may say',
      () => ({ type: 'join-room', ref: 1, code: '0000000000', name: 'x'.repeat(250) }),
      40,
      4429,
    ],
    ['more commands than anybody may give', () => ({ type: 'alive' }), 100, 4429],
  ])('%s ends the line', (_what, command, times, code) => {
    const { node, clock, open } = aNode(slow)
    const { line, send } = open()
    const before = node.connections.count
    for (let i = 0; i < times; i++) send(command())
    expect(line.ended).toBe(code)
    expect(node.connections.count).toBe(before - 1)
    clock.advance(60_000)
    expect(line.events).toEqual([])
  })

  test('[D9] a line that goes is never heard, and its place is the next one’s', () => {
    const { clock, open } = aNode(slow)
    const gone = open()
    const next = open()
    gone.send(probe(1))
    gone.connection.onGone()
    clock.advance(10_000)
    expect(gone.line.events).toEqual([])
    expect(next.isWelcome()).toBe(true)
  })

  test('for too long, it is told to come back later', () => {
    const { clock, open } = aNode(slow)
    const guests = Array.from({ length: 10 }, () => open())
    clock.advance(HELLO_WAIT_MS_MAX + 20_000)
    expect(new Set(guests.slice(3).map(({ line }) => line.ended))).toEqual(new Set([1013]))
    expect(guests[0]?.isWelcome()).toBe(true)
  })

  test('a node that drains ends it like all others', async () => {
    const { node, open } = aNode(slow)
    const { line } = open()
    await node.drain()
    expect(line.ended).toBe(1012)
  })
})
