import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

const ANAS = '198.51.100.1'
const BOS = '203.0.113.7'

let disk: Store
let plays = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

/** Ana's kitchen with Bo in it; each of them on a node of their own. */
async function aKitchen({ bosAddress = BOS } = {}) {
  const roomId = anId<RoomId>(`kitchen-barring-${++plays}`)
  const exchange = createMemoryExchange()
  const clock = aClock()
  const [anas, bos] = [aNode(), aNode()]

  function aNode() {
    const broker = exchange.createBroker()
    const node = createNode({
      store: disk,
      broker,
      clock,
      log: keepingLog(),
      decode: decodeCommand,
      isAlone: false,
    })
    onTestFinished(() => node.close())
    return node
  }

  async function call(node: ReturnType<typeof aNode>, address: string) {
    const line = new FakeLine()
    const connection = node.connections.open(line, address)
    const send = (command: object) => connection.receive(JSON.stringify(command))
    async function next<Type extends ServerEvent['type']>(ref: number, ...types: Type[]) {
      for (;;) {
        const found = line.events.find(
          (event): event is Extract<ServerEvent, { type: Type }> =>
            types.some((type) => type === event.type) && (!('ref' in event) || event.ref === ref),
        )
        if (found) return found
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    send({ type: 'hello', token: null, tabId: anId<TabId>('tab'), client: 'tests', resume: [] })
    while (line.events.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const join = (name: string, ref = 2) => {
      send({ type: 'join-room', ref, code, name })
      return next(ref, 'entered', 'refusal')
    }
    return { send, next, join }
  }

  let code = ''
  const ana = await call(anas, ANAS)
  ana.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
  code = (await ana.next(1, 'reset')).room.code
  const bo = await call(bos, bosAddress)
  const entered = await bo.join('Bo')
  const memberId = entered.type === 'entered' ? entered.memberId : null
  const ban = async (words: object, ref = 9) => {
    ana.send({ type: 'ban-member', ref, roomId, memberId, ...words })
    return ana.next(ref, 'done')
  }
  const newcomer = (address: string) => call(anas, address)
  /** The other node heard of it, and its store is through. */
  async function told() {
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
    await disk.readHeads([])
  }
  return { bo, code, ban, newcomer, told }
}

test('[D9] [A77] who was banned with their address stays out under any name, on every node, and is told why', async () => {
  const { ban, newcomer, told } = await aKitchen()
  const chidi = await newcomer(BOS)
  expect(await chidi.join('Chidi')).toMatchObject({ type: 'entered' })
  await ban({ isBanned: true, withAddress: true })
  await expect
    .poll(async () => {
      await told()
      return (await newcomer(BOS)).join('Somebody')
    })
    .toMatchObject({ code: 'banned' })
  // Who is in already is not looked at for where they come from; nor is whoever comes from elsewhere.
  expect(await chidi.join('Chidi II', 3)).toMatchObject({ type: 'entered' })
  expect(await (await newcomer('203.0.113.8')).join('Else')).toMatchObject({ type: 'entered' })
})

test('who would knock from there is told the same', async () => {
  const { ban, newcomer, told, code } = await aKitchen()
  await ban({ isBanned: true, withAddress: true })
  await expect
    .poll(async () => {
      await told()
      const somebody = await newcomer(BOS)
      somebody.send({ type: 'ask-in', ref: 2, code, name: 'Somebody' })
      return somebody.next(2, 'done', 'refusal')
    })
    .toMatchObject({ code: 'banned' })
})

test('it ends with the ban', async () => {
  const { ban, newcomer, told } = await aKitchen()
  await ban({ isBanned: true, withAddress: true })
  const comes = async (name: string) => (await newcomer(BOS)).join(name)
  await told()
  await expect.poll(() => comes('One')).toMatchObject({ code: 'banned' })
  await ban({ isBanned: false }, 10)
  expect(await comes('Two')).toMatchObject({ type: 'entered' })
})

test('a ban that does not ask for it bars nobody else', async () => {
  const { ban, newcomer, told } = await aKitchen()
  await ban({ isBanned: true })
  await told()
  expect(await (await newcomer(BOS)).join('Somebody')).toMatchObject({ type: 'entered' })
})

test('a proxy that nobody told the server of is not everybody’s ban', async () => {
  const { ban, newcomer, told } = await aKitchen({ bosAddress: '127.0.0.1' })
  await ban({ isBanned: true, withAddress: true })
  await told()
  expect(await (await newcomer('127.0.0.1')).join('Somebody')).toMatchObject({ type: 'entered' })
})
