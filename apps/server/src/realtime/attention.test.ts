import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { ATTENTION_TOLD_MS } from '../limits.ts'
import { silentLog } from '../observability/log.ts'
import type { Push } from '../push/push.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

let disk: Store
let plays = 0
let refs = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

const PUSH: Push = {
  publicKey: async () => 'the-key',
  accepts: ({ endpoint }) => endpoint.startsWith('https://fcm.googleapis.com/'),
  send: () => {},
  waitingCount: 0,
  close: async () => {},
}

const AT_HOME = {
  endpoint: 'https://fcm.googleapis.com/fcm/send/home',
  p256dh: 'B'.padEnd(87, 'k'),
  auth: 'a'.padEnd(22, 'u'),
  language: 'en',
}

/** Two nodes on one store, and lines to them. */
function twoNodes(push: Push | null = PUSH) {
  const clock = aClock()
  const exchange = createMemoryExchange()
  const roomId = anId<RoomId>(`attention-${++plays}`)
  let tabs = 0
  const aNode = () => {
    const node = createNode({
      store: disk,
      broker: exchange.createBroker(),
      clock,
      log: silentLog,
      decode: decodeCommand,
      isAlone: false,
      push,
    })
    onTestFinished(() => node.close())
    return async (token: string | null = null) => {
      const line = new FakeLine()
      const connection = node.connections.open(line, '203.0.113.7')
      const heard = <Type extends ServerEvent['type']>(type: Type) =>
        line.events.filter((event): event is Extract<ServerEvent, { type: Type }> => event.type === type)
      /** The answer to a command, whatever it is. */
      async function ask(command: object) {
        const ref = ++refs
        connection.receive(JSON.stringify({ ...command, ref }))
        for (;;) {
          const answer = line.events.find((event) => 'ref' in event && event.ref === ref)
          if (answer) return answer
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      const tabId = anId<TabId>(`tab-${++tabs}`)
      connection.receive(JSON.stringify({ type: 'hello', token, tabId, client: 'test', resume: [] }))
      while (heard('welcome').length === 0) {
        clock.advance(10)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return { ask, heard, token: token ?? heard('welcome')[0]?.token ?? null }
    }
  }
  /** What was changed is told, and read. */
  async function told() {
    clock.advance(ATTENTION_TOLD_MS)
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { north: aNode(), south: aNode(), roomId, told }
}

/** Ana in her kitchen, with a tab on each node beside the first. */
async function threeTabs(push?: Push | null) {
  const nodes = twoNodes(push)
  const ana = await nodes.north()
  await ana.ask({ type: 'create-room', roomId: nodes.roomId, name: 'Ana' })
  const others = [await nodes.north(ana.token), await nodes.south(ana.token)]
  return { ...nodes, ana, others }
}

const NOTHING_SAID = { pushKey: 'the-key', levels: [], quietUntil: null, isSubscribed: false }

test('what somebody wants to be called for is told to whoever asks, and to their other tabs on every node', async () => {
  const { ana, others, roomId, south, told } = await threeTabs()
  const bo = await south()
  expect(await ana.ask({ type: 'fetch-attention' })).toMatchObject(NOTHING_SAID)
  expect(await ana.ask({ type: 'set-level', roomId, level: 'mentions' })).toMatchObject({ type: 'done' })
  expect(await ana.ask({ type: 'set-quiet', until: 1_700_000_000_000 })).toMatchObject({ type: 'done' })
  await told()
  const changed = {
    pushKey: 'the-key',
    levels: [{ roomId, level: 'mentions' }],
    quietUntil: 1_700_000_000_000,
  }
  // Two changes of one moment are one telling, and whoever made them knows.
  for (const other of others)
    expect(other.heard('attention')).toEqual([{ type: 'attention', ...changed, isSubscribed: false }])
  expect(ana.heard('attention')).toHaveLength(1)
  expect(bo.heard('attention')).toEqual([])
})

test('whom one ignores is told to one’s other tabs on every node, and to nobody else', async () => {
  const { ana, others, roomId, south, told } = await threeTabs()
  const bo = await south()
  const code = ana.heard('reset')[0]?.room.code
  await bo.ask({ type: 'join-room', code, name: 'Bo' })
  const memberId = bo.heard('entered')[0]?.memberId
  const before = bo.heard('attention').length
  expect(await ana.ask({ type: 'set-ignored', roomId, memberId, isIgnored: true })).toMatchObject({
    type: 'done',
  })
  await told()
  for (const other of others)
    expect(other.heard('attention')).toMatchObject([{ ignored: [{ roomId, memberIds: [memberId] }] }])
  expect(bo.heard('attention')).toHaveLength(before)
  expect(await bo.ask({ type: 'fetch-attention' })).not.toHaveProperty('ignored')
  const nobody = { type: 'set-ignored', roomId, memberId: anId('nobody'), isIgnored: true }
  expect(await ana.ask(nobody)).toMatchObject({ code: 'not-found' })
})

test('of two tabs that change something at once each hears of the other', async () => {
  const { ana, others, roomId, told } = await threeTabs()
  const [second] = others
  await ana.ask({ type: 'set-level', roomId, level: 'none' })
  await second?.ask({ type: 'set-quiet', until: 5 })
  await told()
  for (const tab of [ana, ...others])
    expect(tab.heard('attention')).toMatchObject([{ levels: [{ level: 'none' }], quietUntil: 5 }])
})

test('a browser is subscribed, and not any more', async () => {
  const { ana, others, told } = await threeTabs()
  expect(await ana.ask({ type: 'subscribe-push', ...AT_HOME })).toMatchObject({ type: 'done' })
  await told()
  expect(others[1]?.heard('attention')).toMatchObject([{ isSubscribed: true }])
  expect(await ana.ask({ type: 'unsubscribe-push', endpoint: AT_HOME.endpoint })).toMatchObject({
    type: 'done',
  })
  expect(await ana.ask({ type: 'unsubscribe-push', endpoint: AT_HOME.endpoint })).toMatchObject({
    type: 'done',
  })
  expect(await ana.ask({ type: 'fetch-attention' })).toMatchObject({ isSubscribed: false })
})

test('an endpoint that is none is refused and not kept', async () => {
  const { ana } = await threeTabs()
  const refused = await ana.ask({ type: 'subscribe-push', ...AT_HOME, endpoint: 'https://127.0.0.1/x' })
  expect(refused).toMatchObject({ type: 'refusal', code: 'invalid' })
  expect(await ana.ask({ type: 'fetch-attention' })).toMatchObject({ isSubscribed: false })
})

test('where there is no push there is no key, and no subscription', async () => {
  const { ana } = await threeTabs(null)
  expect(await ana.ask({ type: 'fetch-attention' })).toMatchObject({ pushKey: null })
  expect(await ana.ask({ type: 'subscribe-push', ...AT_HOME })).toMatchObject({ code: 'forbidden' })
  expect(await ana.ask({ type: 'unsubscribe-push', endpoint: AT_HOME.endpoint })).toMatchObject({
    type: 'done',
  })
})

test('[D9] a stranger sets nothing, and a room one is not in has no level', async () => {
  const { north, roomId } = await threeTabs()
  const bo = await north()
  expect(await bo.ask({ type: 'fetch-attention' })).toMatchObject(NOTHING_SAID)
  for (const command of [
    { type: 'set-level', roomId, level: 'none' },
    { type: 'set-quiet', until: 1 },
    { type: 'subscribe-push', ...AT_HOME },
  ])
    expect(await bo.ask(command)).toMatchObject({ type: 'refusal', code: 'forbidden' })
})
