import {
  decodeCommand,
  ROOMS_PER_CONNECTION_MAX,
  type RoomId,
  type ServerEvent,
  type TabId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
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

/** A node without sockets, and people on lines of their own. */
function aNode() {
  const play = ++plays
  const clock = aClock()
  const log = keepingLog()
  const store = aHeldStore(disk)
  const broker = createMemoryExchange().createBroker()
  const node = createNode({ store, broker, clock, log, decode: decodeCommand, isAlone: true })
  onTestFinished(() => node.close())
  const kitchen = anId<RoomId>(`kitchen-${play}`)

  async function call(resume: object[] = [], token: string | null = null) {
    const line = new FakeLine()
    const connection = node.connections.open(line, '203.0.113.7')
    const send = (command: object) => connection.receive(JSON.stringify(command))
    /** The first event of a type that fits; answers come when the store has. */
    async function next<Type extends ServerEvent['type']>(
      type: Type,
      fits: (event: Extract<ServerEvent, { type: Type }>) => boolean = () => true,
    ) {
      for (;;) {
        const found = line.events.find(
          (event): event is Extract<ServerEvent, { type: Type }> =>
            event.type === type && fits(event as Extract<ServerEvent, { type: Type }>),
        )
        if (found) return found
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    send({ type: 'hello', token, tabId: anId<TabId>('tab'), client: 'tests', resume })
    const welcome = await next('welcome')
    return { line, connection, send, next, token: welcome.token ?? token }
  }

  async function anOwner() {
    const ana = await call()
    ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
    await ana.next('entered')
    const { room } = await ana.next('reset')
    return { ...ana, code: room.code }
  }
  return { node, store, log, clock, kitchen, call, anOwner }
}

const post = (roomId: RoomId, name: string) => ({
  type: 'post-message',
  roomId,
  messageId: anId(name),
  body: name,
})

describe('posting', () => {
  test('[D3] the same post again is acked again, to who asks alone, and stored once', async () => {
    const { kitchen, anOwner, call } = aNode()
    const ana = await anOwner()
    const bo = await call()
    bo.send({ type: 'join-room', ref: 1, code: ana.code, name: 'Bo' })
    await bo.next('entered')
    ana.send(post(kitchen, 'salt'))
    const acked = await ana.next('span', ({ records }) => records.some(({ kind }) => kind === 'message'))
    await bo.next('span')
    const heard = bo.line.events.length
    ana.send(post(kitchen, 'salt'))
    ana.send({ type: 'post-message', roomId: kitchen, messageId: anId('salt'), body: 'sugar' })
    expect(await ana.next('post-refusal')).toMatchObject({ code: 'id-conflict' })
    expect(ana.line.events.filter((event) => JSON.stringify(event) === JSON.stringify(acked))).toHaveLength(2)
    expect(bo.line.events).toHaveLength(heard)
  })

  test('[D1] with a store that fails is refused for now, and the reason is in the log', async () => {
    const { kitchen, anOwner, store, log } = aNode()
    const ana = await anOwner()
    store.failNext('commit', new StoreUnavailable('database or disk is full'))
    ana.send(post(kitchen, 'salt'))
    expect(await ana.next('post-refusal')).toMatchObject({ code: 'unavailable', retryAfterMs: 2_000 })
    expect(log.lines).toMatchObject([
      { event: 'store-failing', fields: { reason: 'database or disk is full' } },
    ])
    ana.send(post(kitchen, 'salt'))
    await ana.next('span', ({ records }) => records.some(({ kind }) => kind === 'message'))
  })

  test('[D9] [A23] after leaving, on the open line, is forbidden', async () => {
    const { kitchen, anOwner } = aNode()
    const ana = await anOwner()
    ana.send({ type: 'leave-room', ref: 2, roomId: kitchen })
    await ana.next('done')
    ana.send(post(kitchen, 'salt'))
    expect(await ana.next('post-refusal')).toMatchObject({ code: 'forbidden' })
  })

  test('to a node that drains is refused, and what was taken before is acked before the goodbye', async () => {
    const { node, kitchen, anOwner, store } = aNode()
    const ana = await anOwner()
    const held = store.hold('commit')
    ana.send(post(kitchen, 'salt'))
    const drained = node.drain()
    ana.send(post(kitchen, 'pepper'))
    expect(await ana.next('post-refusal')).toMatchObject({ messageId: anId('pepper'), code: 'draining' })
    await held.reached
    expect(ana.line.ended).toBeNull()
    held.answer()
    await drained
    expect(ana.line.ended).toBe(1012)
    expect(ana.line.events.at(-1)).toMatchObject({ type: 'span', records: [{ body: 'salt' }] })
  })
})

describe('a node that drains', () => {
  test('ends, however busily people ask for what would be written', async () => {
    const { node, kitchen, anOwner, store } = aNode()
    const ana = await anOwner()
    const held = store.hold('commit')
    ana.send(post(kitchen, 'salt'))
    const drained = node.drain()
    const busily = [
      { type: 'change-room', ref: 10, roomId: kitchen, title: 'Busy' },
      { type: 'create-room', ref: 11, roomId: anId<RoomId>(`another-${plays}`), name: 'Ana' },
      { type: 'join-room', ref: 12, code: ana.code, name: 'Anna' },
    ]
    for (const command of busily) {
      ana.send(command)
      expect(await ana.next('refusal', ({ ref }) => ref === command.ref)).toMatchObject({ code: 'draining' })
    }
    held.answer()
    await drained
    expect(ana.line.ended).toBe(1012)
    expect(store.calls('commit')).toBe(2)
  })
})

describe('rooms on one line', () => {
  test('[D10] [A21] are fifty and no more, however quickly they are asked for', async () => {
    const { anOwner, call, kitchen, clock } = aNode()
    const ana = await anOwner()
    const rooms = Array.from({ length: ROOMS_PER_CONNECTION_MAX + 5 }, (_, i) =>
      anId<RoomId>(`${kitchen.slice(0, 10)}-${i}`),
    )
    for (const [i, roomId] of rooms.entries()) {
      clock.advance(100)
      ana.send({ type: 'leave-room', ref: 1_000 + i, roomId: rooms[i - 1] ?? kitchen })
      ana.send({ type: 'create-room', ref: 100 + i, roomId, name: 'Ana' })
      await ana.next('entered', ({ ref }) => ref === 100 + i)
    }
    // Long enough that the node has put the rooms away, and has to ask the store for each.
    clock.advance(120_000)
    const resume = rooms
      .slice(0, ROOMS_PER_CONNECTION_MAX)
      .map((roomId, i) => ({ ref: i + 1, roomId, cursor: null }))
    const again = await call(resume, ana.token)
    const late = rooms.slice(ROOMS_PER_CONNECTION_MAX)
    for (const [i, roomId] of late.entries())
      again.send({ type: 'resume-room', ref: 500 + i, roomId, cursor: null })
    for (const [i] of late.entries())
      expect(await again.next('refusal', ({ ref }) => ref === 500 + i)).toMatchObject({
        code: 'too-many-rooms',
      })
    for (const { ref } of resume) await again.next('entered', (entered) => entered.ref === ref)
    expect(again.connection.rooms.size).toBe(ROOMS_PER_CONNECTION_MAX)
    // One it is in may be caught up again, and one it left makes place for another.
    again.send({ type: 'resume-room', ref: 600, roomId: rooms[0], cursor: null })
    await again.next('entered', ({ ref }) => ref === 600)
    again.send({ type: 'leave-room', ref: 601, roomId: rooms[0] })
    again.send({ type: 'resume-room', ref: 602, roomId: late[0], cursor: null })
    await again.next('entered', ({ ref }) => ref === 602)
  }, 20_000)

  test('a room that could not be read is refused for now, and the line goes on', async () => {
    const { kitchen, anOwner, store } = aNode()
    const ana = await anOwner()
    store.failNext('readEntry', new StoreUnavailable('no disk'))
    ana.send({ type: 'resume-room', ref: 7, roomId: kitchen, cursor: null })
    expect(await ana.next('refusal')).toMatchObject({ ref: 7, code: 'unavailable', retryAfterMs: 2_000 })
    expect(ana.line.ended).toBeNull()
  })
})

describe('the room’s title', () => {
  test.each([
    ['Kitchen', { type: 'done' }],
    ['  Kitchen  ', { type: 'done' }],
    ['', { type: 'done' }],
    ['two\nlines', { type: 'refusal', code: 'invalid' }],
    ['turned\u202earound', { type: 'refusal', code: 'invalid' }],
  ])('“%s” by its owner', async (title, answer) => {
    const { kitchen, anOwner } = aNode()
    const ana = await anOwner()
    ana.send({ type: 'change-room', ref: 2, roomId: kitchen, title })
    const kind = answer.type === 'done' ? await ana.next('done') : await ana.next('refusal')
    expect(kind).toMatchObject(answer)
    if (answer.type !== 'done' || title === '') return
    const span = await ana.next('span', ({ records }) => records.some(({ kind }) => kind === 'room'))
    expect(span.records).toMatchObject([{ title: 'Kitchen' }])
  })

  test('by anybody else is forbidden', async () => {
    const { kitchen, anOwner, call } = aNode()
    const ana = await anOwner()
    const bo = await call()
    bo.send({ type: 'join-room', ref: 1, code: ana.code, name: 'Bo' })
    await bo.next('entered')
    bo.send({ type: 'change-room', ref: 2, roomId: kitchen, title: 'Bo’s' })
    expect(await bo.next('refusal')).toMatchObject({ ref: 2, code: 'forbidden' })
  })
})

test('typing is told to the others, not to one’s own tabs, and says nothing without a room', async () => {
  const { kitchen, anOwner, call } = aNode()
  const ana = await anOwner()
  const bo = await call()
  bo.send({ type: 'join-room', ref: 1, code: ana.code, name: 'Bo' })
  await bo.next('entered')
  ana.send({ type: 'set-typing', roomId: kitchen, isTyping: true })
  ana.send({ type: 'set-typing', roomId: anId('nowhere'), isTyping: true })
  expect(await bo.next('typing')).toMatchObject({ name: 'Ana', isTyping: true })
  expect(ana.line.events.filter(({ type }) => type === 'typing' || type === 'refusal')).toEqual([])
})
