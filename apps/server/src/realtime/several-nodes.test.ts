import { decodeCommand, type RoomCode, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import type { NodeSignal } from '../broker/signals.ts'
import { ANSWER_SPREAD_MS, LOOK_UPS_PER_ADDRESS, LOOK_UPS_PER_NETWORK, TAKE_OVER_SURE_MS } from '../limits.ts'
import { silentLog } from '../observability/log.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

let disk: Store
let plays = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

/** Nodes on one store and one exchange, and lines to them. */
function someNodes() {
  const play = ++plays
  const clock = aClock()
  const exchange = createMemoryExchange()
  const said: NodeSignal[] = []
  exchange.createBroker().listen((signal) => said.push(signal))
  const kitchen = anId<RoomId>(`several-${play}`)
  let tabs = 0

  function aNode() {
    const node = createNode({
      store: disk,
      broker: exchange.createBroker(),
      clock,
      log: silentLog,
      decode: decodeCommand,
      isAlone: false,
      sharedKey: new Uint8Array(32),
    })
    onTestFinished(() => node.close())

    async function call({
      token = null,
      tabId = `tab-${++tabs}`,
      address = '203.0.113.7',
    }: {
      token?: string | null
      tabId?: string
      address?: string
    } = {}) {
      const line = new FakeLine()
      const connection = node.connections.open(line, address)
      const send = (command: object) => connection.receive(JSON.stringify(command))
      async function next<Type extends ServerEvent['type']>(type: Type) {
        for (;;) {
          const found = line.events.find((event) => event.type === type)
          if (found) return found as Extract<ServerEvent, { type: Type }>
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      send({ type: 'hello', token, tabId: anId<TabId>(tabId), client: 'tests', resume: [] })
      const welcome = await next('welcome')
      return { line, send, next, tabId, token: welcome.token ?? token }
    }
    return { node, call }
  }

  /** Ana makes the room on one node, Bo joins it on the other. */
  async function anaAndBo() {
    const [north, south] = [aNode(), aNode()]
    const ana = await north.call()
    ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
    const { room } = await ana.next('reset')
    const bo = await south.call()
    bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Bo' })
    await bo.next('reset')
    await clock.run(0)
    return { north, south, ana, bo }
  }
  return { clock, said, kitchen, aNode, anaAndBo }
}

const typings = (line: FakeLine) => line.events.filter((event) => event.type === 'typing')

test('who writes is seen on every node, and not by themselves, wherever their tabs are', async () => {
  const { kitchen, clock, anaAndBo } = someNodes()
  const { south, ana, bo } = await anaAndBo()
  const otherTab = await south.call({ token: ana.token })
  otherTab.send({ type: 'resume-room', ref: 1, roomId: kitchen, cursor: null })
  await otherTab.next('entered')
  ana.send({ type: 'set-typing', roomId: kitchen, isTyping: true })
  expect(await bo.next('typing')).toMatchObject({ name: 'Ana', isTyping: true })
  await clock.run(1_000)
  expect([ana.line, otherTab.line].flatMap(typings)).toEqual([])
})

test('[D9] a tab that comes to another node has its old line closed at once, another tab of the same person has not', async () => {
  const { clock, anaAndBo } = someNodes()
  const { north, south, ana } = await anaAndBo()
  const otherTab = await north.call({ token: ana.token })
  await clock.run(TAKE_OVER_SURE_MS)
  const again = await south.call({ token: ana.token, tabId: ana.tabId })
  await clock.run(0)
  expect([ana.line.ended, otherTab.line.ended, again.line.ended]).toEqual([4409, null, null])
})

test('[D9] a tab that goes from node to node and back keeps the line it came with last', async () => {
  const { clock, anaAndBo } = someNodes()
  const { north, south, ana } = await anaAndBo()
  const lines = [ana]
  for (let i = 0; i < 6; i++) {
    lines.push(await (i % 2 === 0 ? south : north).call({ token: ana.token, tabId: ana.tabId }))
    await clock.run(i * 50)
  }
  await clock.run(2_000)
  expect(lines.at(-1)?.line.ended).toBeNull()
  // The one before is as new, on another node, and has to show that it lives.
  expect(lines.slice(0, -2).map(({ line }) => line.ended)).toEqual([4409, 4409, 4409, 4409, 4409])
})

test('[A62] failed look-ups count on every node, by address and network, and no address is told', async () => {
  const { clock, said, aNode } = someNodes()
  const [north, south] = [aNode(), aNode()]
  const guess = async (node: typeof north, address: string) => {
    const guest = await node.call({ address })
    guest.send({ type: 'join-room', ref: 1, code: '0000000000' as RoomCode, name: 'Bo' })
    const refusal = await guest.next('refusal')
    await clock.run(0)
    return refusal.code
  }
  for (let i = 0; i < LOOK_UPS_PER_ADDRESS.burst; i++)
    expect(await guess(i % 2 === 0 ? north : south, '203.0.113.7')).toBe('not-found')
  for (const node of [north, south]) {
    expect(await guess(node, '203.0.113.7')).toBe('rate-limited')
    expect(await guess(node, '203.0.113.8')).toBe('not-found')
  }
  for (let i = LOOK_UPS_PER_ADDRESS.burst + 2; i < LOOK_UPS_PER_NETWORK.burst; i++) {
    await clock.run(20)
    await guess(i % 2 === 0 ? north : south, `203.0.113.${20 + i}`)
  }
  expect(await guess(south, '203.0.113.250')).toBe('rate-limited')
  const told = said.filter(({ kind }) => kind === 'look-up-failed')
  expect(told.length).toBeGreaterThanOrEqual(LOOK_UPS_PER_NETWORK.burst)
  expect(JSON.stringify(told)).not.toContain('203.0')
})

test('a node that drains says goodbye before its people come', async () => {
  const { clock, said, anaAndBo } = someNodes()
  const { south, north, bo } = await anaAndBo()
  await clock.run(ANSWER_SPREAD_MS)
  expect([north, south].map(({ node }) => node.figures().nodesHeard)).toEqual([1, 1])
  await south.node.drain()
  expect(bo.line.ended).toBe(1012)
  await Promise.resolve()
  expect(said.filter((signal) => signal.kind === 'alive' && signal.isLeaving)).toHaveLength(1)
  expect(north.node.figures().nodesHeard).toBe(0)
})

test('[D9] how far somebody has seen a room their other connections are told, on both nodes, and nobody else', async () => {
  const { kitchen, anaAndBo } = someNodes()
  const { north, south, ana, bo } = await anaAndBo()
  const others = [await north.call({ token: bo.token }), await south.call({ token: bo.token })]
  for (const other of others) {
    other.send({ type: 'resume-room', ref: 1, roomId: kitchen, cursor: null })
    await other.next('entered')
  }
  bo.send({ type: 'mark-read', roomId: kitchen, upTo: 1_000 })
  for (const other of others)
    expect(await other.next('read')).toEqual({ type: 'read', roomId: kitchen, upTo: 3 })
  // Whoever asks is told before the store was.
  const again = await south.call({ token: bo.token })
  again.send({ type: 'resume-room', ref: 1, roomId: kitchen, cursor: null })
  expect(await again.next('entered')).toMatchObject({ lastRead: 3 })
  for (const { line } of [ana, bo]) expect(line.events.map(({ type }) => type)).not.toContain('read')
})
