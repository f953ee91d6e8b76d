import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Broker } from '../broker/broker.ts'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { REVOKED_OVERLAP_MS, SWEEP_MS, SWEEP_UNTOLD_MS } from '../limits.ts'
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

/** Nodes on one store, and people on lines of their own. A node that is deaf hears no other. */
function nodesOnOneStore() {
  const kitchen = anId<RoomId>(`kitchen-removal-${++plays}`)
  const exchange = createMemoryExchange()

  function aNode({ isDeaf = false, isTold = true } = {}) {
    const clock = aClock()
    const store = aHeldStore(disk)
    const heard = (isDeaf ? createMemoryExchange() : exchange).createBroker()
    const broker: Broker = { ...heard, isConnected: isTold }
    const log = keepingLog()
    const node = createNode({ store, broker, clock, log, decode: decodeCommand, isAlone: false })
    onTestFinished(() => node.close())

    function dial(token: string | null, { resume = [] as object[], tab = 'tab' } = {}) {
      const line = new FakeLine()
      const connection = node.connections.open(line, '203.0.113.7')
      const send = (command: object) => connection.receive(JSON.stringify(command))
      async function next<Type extends ServerEvent['type']>(type: Type, ref?: number) {
        for (;;) {
          const found = line.events.find(
            (event): event is Extract<ServerEvent, { type: Type }> =>
              event.type === type && (ref === undefined || ('ref' in event && event.ref === ref)),
          )
          if (found) return found
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      async function ended() {
        while (line.ended === null) await new Promise((resolve) => setImmediate(resolve))
        return line.ended
      }
      send({ type: 'hello', token, tabId: anId<TabId>(tab), client: 'tests', resume })
      return { line, send, next, ended }
    }
    async function call(token: string | null = null, options: Parameters<typeof dial>[1] = {}) {
      const caller = dial(token, options)
      const welcome = await caller.next('welcome')
      return { ...caller, token: welcome.token ?? token }
    }
    return { node, store, clock, dial, call }
  }

  const resume = [{ ref: 1, roomId: kitchen, cursor: null }]

  /** Ana owns the kitchen, and Bo is in it, both on this node. */
  async function aKitchen({ call }: ReturnType<typeof aNode>) {
    const ana = await call()
    ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
    const { room, me } = await ana.next('reset')
    const bo = await call(null)
    bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Bo' })
    const { memberId } = await bo.next('entered')
    await bo.next('reset')
    return { ana, bo, code: room.code, anaId: me.memberId, boId: memberId }
  }

  const remove = (memberId: string, ref = 7) => ({ type: 'remove-member', ref, roomId: kitchen, memberId })
  const post = (name: string) => ({
    type: 'post-message',
    roomId: kitchen,
    messageId: anId(name),
    body: name,
  })
  const fetchPage = { type: 'fetch-page', ref: 8, roomId: kitchen, where: { before: 100 }, limit: 50 }
  return { kitchen, aNode, aKitchen, resume, remove, post, fetchPage }
}

describe('removing a member', () => {
  test('[D9] [A23] the owner may; who is removed may post and fetch nothing more on the open line', async () => {
    const { aNode, aKitchen, remove, post, fetchPage } = nodesOnOneStore()
    const { ana, bo, boId } = await aKitchen(aNode())
    ana.send(remove(boId))
    await ana.next('done', 7)
    expect((await bo.next('span')).records).toMatchObject([{ memberId: boId, role: 'removed' }])
    const heard = bo.line.events.length
    ana.send(post('among-ourselves'))
    bo.send(post('still-here'))
    bo.send(fetchPage)
    expect(await bo.next('post-refusal')).toMatchObject({ code: 'forbidden' })
    expect(await bo.next('refusal', 8)).toMatchObject({ code: 'not-found' })
    expect(bo.line.events).toHaveLength(heard + 2)
  })

  test('nobody else may, and nobody themselves', async () => {
    const { aNode, aKitchen, remove } = nodesOnOneStore()
    const { ana, bo, anaId } = await aKitchen(aNode())
    bo.send(remove(anaId))
    expect(await bo.next('refusal', 7)).toMatchObject({ code: 'forbidden' })
    ana.send(remove(anaId))
    expect(await ana.next('refusal', 7)).toMatchObject({ code: 'forbidden' })
    ana.send(remove(anId('nobody'), 9))
    expect(await ana.next('refusal', 9)).toMatchObject({ code: 'not-found' })
  })

  test('[D9] who comes back is told why there is no way in, and joins anew by the code', async () => {
    const { aNode, aKitchen, remove, resume } = nodesOnOneStore()
    const node = aNode()
    const { ana, bo, boId, code } = await aKitchen(node)
    ana.send(remove(boId))
    await ana.next('done', 7)
    const back = await node.call(bo.token, { resume })
    expect(await back.next('refusal', 1)).toMatchObject({ code: 'removed' })
    back.send({ type: 'join-room', ref: 2, code, name: 'Bo' })
    expect(await back.next('entered', 2)).toMatchObject({ memberId: boId })
  })

  test('[D9] who is banned is told so last, and is not let in again under any name', async () => {
    const { kitchen, aNode, aKitchen, post, resume } = nodesOnOneStore()
    const node = aNode()
    const { ana, bo, boId, code } = await aKitchen(node)
    ana.send({ type: 'ban-member', ref: 7, roomId: kitchen, memberId: boId, isBanned: true })
    await ana.next('done', 7)
    expect((await bo.next('span')).records).toMatchObject([{ memberId: boId, role: 'banned' }])
    const heard = bo.line.events.length
    ana.send(post('among-ourselves'))
    bo.send(post('still-here'))
    expect(await bo.next('post-refusal')).toMatchObject({ code: 'forbidden' })
    expect(bo.line.events).toHaveLength(heard + 1)
    const back = await node.call(bo.token, { resume })
    expect(await back.next('refusal', 1)).toMatchObject({ code: 'banned' })
    back.send({ type: 'join-room', ref: 2, code, name: 'Chidi' })
    expect(await back.next('refusal', 2)).toMatchObject({ code: 'banned' })
    // A new tab, under a name that looks like the banned one: “В” and “о” are Cyrillic.
    const stranger = await node.call(null)
    stranger.send({ type: 'join-room', ref: 3, code, name: 'Во' })
    expect(await stranger.next('refusal', 3)).toMatchObject({ code: 'banned' })
  })

  test('an owner whose line went comes back to a locked room, on another node, and still owns it', async () => {
    const { kitchen, aNode, aKitchen, resume } = nodesOnOneStore()
    const [here, there] = [aNode(), aNode()]
    const { ana, code } = await aKitchen(here)
    ana.send({ type: 'change-settings', ref: 7, roomId: kitchen, isLocked: true })
    await ana.next('done', 7)
    const back = await there.call(ana.token, { resume })
    expect(await back.next('reset')).toMatchObject({
      me: { role: 'owner' },
      room: { settings: { isLocked: true } },
    })
    const chidi = await there.call(null)
    chidi.send({ type: 'join-room', ref: 2, code, name: 'Chidi' })
    expect(await chidi.next('refusal', 2)).toMatchObject({ code: 'locked' })
  })

  test('[D9] a node that has not heard of it shows nothing of what came after', async () => {
    const { kitchen, aNode, aKitchen, remove, post, fetchPage, resume } = nodesOnOneStore()
    const [here, there] = [aNode(), aNode({ isDeaf: true })]
    const { ana, bo, boId } = await aKitchen(here)
    const elsewhere = await there.call(bo.token, { resume })
    await elsewhere.next('reset')
    ana.send(remove(boId))
    await ana.next('done', 7)
    ana.send(post('among-ourselves'))
    await ana.next('span')
    elsewhere.send(fetchPage)
    expect(await elsewhere.next('refusal', 8)).toMatchObject({ code: 'removed' })
    elsewhere.send({ type: 'fetch-summaries', ref: 9, rooms: [{ roomId: kitchen, after: 0 }] })
    expect(await elsewhere.next('summaries', 9)).toMatchObject({ rooms: [] })
    elsewhere.send(post('still-here'))
    expect(await elsewhere.next('post-refusal')).toMatchObject({ code: 'forbidden' })
    expect(elsewhere.line.events.some(({ type }) => type === 'span')).toBe(false)
    // What no doorbell told, the node looks up; and there the log says so in order.
    there.clock.advance(SWEEP_MS)
    expect((await elsewhere.next('span')).records).toMatchObject([{ memberId: boId, role: 'removed' }])
    elsewhere.send({ type: 'probe', ref: 10 })
    await elsewhere.next('done', 10)
    expect(JSON.stringify(elsewhere.line.events)).not.toContain('among-ourselves')
  })
})

describe('[A16] revoking a token', () => {
  const revoke = { type: 'revoke-token', ref: 5 }

  test('[D9] is answered, and then every connection with it is closed, and no other', async () => {
    const { aNode, aKitchen } = nodesOnOneStore()
    const node = aNode()
    const { ana, bo } = await aKitchen(node)
    const second = await node.call(bo.token, { tab: 'second' })
    bo.send(revoke)
    expect(await bo.ended()).toBe(4401)
    expect(bo.line.events.at(-1)).toEqual({ type: 'done', ref: 5 })
    expect(await second.ended()).toBe(4401)
    expect(ana.line.ended).toBeNull()
    expect(await node.dial(bo.token).ended()).toBe(4401)
  })

  test('[D9] is heard by other nodes', async () => {
    const { aNode, aKitchen } = nodesOnOneStore()
    const [here, there] = [aNode(), aNode()]
    const { bo } = await aKitchen(here)
    const elsewhere = await there.call(bo.token)
    bo.send(revoke)
    expect(await elsewhere.ended()).toBe(4401)
  })

  test.each([
    { through: 'that heard nothing', isTold: true, withinMs: SWEEP_MS },
    { through: 'with its broker away', isTold: false, withinMs: SWEEP_UNTOLD_MS },
  ])('[D9] is found by a node $through', async ({ isTold, withinMs }) => {
    const { aNode, aKitchen } = nodesOnOneStore()
    const [here, there] = [aNode(), aNode({ isDeaf: true, isTold })]
    const { bo, ana } = await aKitchen(here)
    const elsewhere = await there.call(bo.token)
    const bystander = await there.call(ana.token)
    bo.send(revoke)
    await bo.ended()
    there.store.failNext('readRevoked', new StoreUnavailable('no disk'))
    there.clock.advance(withinMs)
    await new Promise((resolve) => setImmediate(resolve))
    there.clock.advance(SWEEP_UNTOLD_MS)
    expect(await elsewhere.ended()).toBe(4401)
    // It looks on, and what it knows already it does not do again.
    const looks = there.store.calls('readRevoked')
    there.clock.advance(SWEEP_MS)
    await expect.poll(() => there.store.calls('readRevoked')).toBeGreaterThan(looks)
    expect(bystander.line.ended).toBeNull()
    expect(REVOKED_OVERLAP_MS).toBeGreaterThan(SWEEP_MS)
  })

  test.each<{ what: string; asked: (place: ReturnType<typeof nodesOnOneStore>, code: string) => object }>([
    { what: 'resuming', asked: ({ resume }) => ({ type: 'resume-room', ...resume[0] }) },
    { what: 'joining', asked: (_, code) => ({ type: 'join-room', ref: 1, code, name: 'Bobo' }) },
    {
      what: 'creating a room',
      asked: () => ({ type: 'create-room', ref: 1, roomId: anId(`other-${plays}`), name: 'Bo' }),
    },
  ])('[D9] $what with it ends the line at a node that knows nothing of it', async ({ asked }) => {
    const place = nodesOnOneStore()
    const { aNode, aKitchen } = place
    const { bo, code } = await aKitchen(aNode())
    bo.send(revoke)
    await bo.ended()
    const late = await aNode({ isDeaf: true }).call(bo.token)
    late.send(asked(place, code))
    expect(await late.ended()).toBe(4401)
    expect(late.line.events.map(({ type }) => type)).toEqual(['welcome'])
  })

  test('[D1] that the store did not take is refused for now, and nothing is closed', async () => {
    const { aNode, aKitchen } = nodesOnOneStore()
    const node = aNode()
    const { bo } = await aKitchen(node)
    node.store.failNext('revokeToken', new StoreUnavailable('no disk'))
    bo.send(revoke)
    expect(await bo.next('refusal', 5)).toMatchObject({ code: 'unavailable' })
    expect(bo.line.ended).toBeNull()
  })
})
