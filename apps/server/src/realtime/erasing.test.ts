import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { ERASINGS, ERASINGS_AT_ONCE_MAX } from '../limits.ts'
import type { Store } from '../store/store.ts'
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

/** A node, and people who each lead a room of their own. */
async function aNode() {
  const [clock, log, store] = [aClock(), keepingLog(), aHeldStore(disk)]
  const broker = createMemoryExchange().createBroker()
  const node = createNode({ store, broker, clock, log, decode: decodeCommand, isAlone: true })
  onTestFinished(() => node.close())

  async function leader() {
    const roomId = anId<RoomId>(`erased-${++plays}`)
    const line = new FakeLine()
    const connection = node.connections.open(line, '203.0.113.7')
    const send = (command: object) => connection.receive(JSON.stringify(command))
    let refs = 0
    const ask = async (command: object): Promise<ServerEvent> => {
      const ref = ++refs
      send({ roomId, ...command, ref })
      for (;;) {
        const found = line.events.find((event) => 'ref' in event && event.ref === ref)
        if (found) return found
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    send({ type: 'hello', token: null, tabId: anId<TabId>('tab'), client: 'tests', resume: [] })
    await ask({ type: 'create-room', name: 'Ana' })
    return { ask, erase: () => ask({ type: 'erase-messages', of: 'everybody', since: 0, until: null }) }
  }
  return { leader, clock, store }
}

test('[D10] [A87] one connection erases and brings back so often, and may again after a while', async () => {
  const { leader, clock } = await aNode()
  const { ask, erase } = await leader()
  for (let i = 1; i < ERASINGS.burst; i++) expect(await erase()).toMatchObject({ type: 'done' })
  expect(await ask({ type: 'restore-messages', above: 1 })).toMatchObject({ type: 'done' })
  const retryAfterMs = 1_000 / ERASINGS.perSecond
  expect(await erase()).toMatchObject({ type: 'refusal', code: 'rate-limited', retryAfterMs })
  await clock.run(retryAfterMs)
  expect(await erase()).toMatchObject({ type: 'done' })
})

test('[D10] [A87] a room is looked through once at a time, and so many rooms at once', async () => {
  const { leader, store } = await aNode()
  const leaders = await Promise.all(Array.from({ length: ERASINGS_AT_ONCE_MAX + 1 }, leader))
  const [first, ...others] = leaders
  const last = others.pop()
  const holds = Array.from({ length: ERASINGS_AT_ONCE_MAX }, () => store.hold('search'))
  const asked = [first, ...others].map((one) => one?.erase())
  await Promise.all(holds.map(({ reached }) => reached))
  expect(await first?.erase()).toMatchObject({ type: 'refusal', code: 'busy' })
  expect(await last?.erase()).toMatchObject({ type: 'refusal', code: 'busy' })
  for (const { answer } of holds) answer()
  for (const answer of await Promise.all(asked)) expect(answer).toMatchObject({ type: 'done' })
  expect(await first?.erase()).toMatchObject({ type: 'done' })
  expect(await last?.erase()).toMatchObject({ type: 'done' })
})
