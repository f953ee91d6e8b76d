import {
  BODY_LENGTH_MAX,
  type ConfabRecord,
  decodeCommand,
  type MemberId,
  type MessageId,
  type RoomId,
  type ServerEvent,
  type TabId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { keepingLog } from '../testing/node.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createNode } from './node.ts'

let disk: Store
let plays = 0

beforeAll(async () => {
  disk = await openTestStore()
})
afterAll(() => disk.close())

/** A kitchen of Ana's with Bo in it, on a node without sockets. */
async function aKitchen() {
  const broker = createMemoryExchange().createBroker()
  const node = createNode({
    store: disk,
    broker,
    clock: aClock(),
    log: keepingLog(),
    decode: decodeCommand,
    isAlone: true,
  })
  onTestFinished(() => node.close())
  const roomId = anId<RoomId>(`kitchen-${++plays}`)
  let refs = 100

  async function call() {
    const line = new FakeLine()
    const connection = node.connections.open(line, '203.0.113.7')
    const send = (command: object) => connection.receive(JSON.stringify(command))
    async function next<Found>(find: (event: ServerEvent) => Found | undefined): Promise<Found> {
      for (;;) {
        for (const event of line.events) {
          const found = find(event)
          if (found !== undefined) return found
        }
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    /** Gives a command about the kitchen and answers what its ref brought, less the ref. */
    async function ask(command: object): Promise<Record<string, unknown>> {
      const ref = ++refs
      send({ roomId, ...command, ref })
      const { ref: _ref, ...answer } = await next((event) =>
        'ref' in event && event.ref === ref ? event : undefined,
      )
      return answer
    }
    /** The record of a kind, once it has come by span in this version or a newer one. */
    const record = (kind: ConfabRecord['kind'], version: number) =>
      next((event) =>
        event.type === 'span'
          ? event.records.find((one) => one.kind === kind && one.version >= version)
          : undefined,
      )
    send({ type: 'hello', token: null, tabId: anId<TabId>('tab'), client: 'tests', resume: [] })
    return { line, send, next, ask, record }
  }

  const ana = await call()
  await ana.ask({ type: 'create-room', name: 'Ana' })
  const code = await ana.next((event) => (event.type === 'reset' ? event.room.code : undefined))
  const bo = await call()
  const bosEntry = await bo.ask({ type: 'join-room', roomId: undefined, code, name: 'Bo' })
  const messageId = anId<MessageId>('salt')
  bo.send({ type: 'post-message', roomId, messageId, body: 'salt?' })
  await ana.record('message', 4)
  return { roomId, ana, bo, call, messageId, boId: bosEntry.memberId as MemberId }
}

test('[D2] everybody is told of an edit, a reaction, a pin and a deletion by span, and who asked that it is done', async () => {
  const { ana, bo, messageId } = await aKitchen()
  expect(await bo.ask({ type: 'edit-message', messageId, body: 'pepper?' })).toEqual({ type: 'done' })
  expect(await ana.record('message', 5)).toMatchObject({ sequence: 4, version: 5, body: 'pepper?' })
  expect(await ana.ask({ type: 'react', messageId, emoji: '🌶️', isOn: true })).toEqual({ type: 'done' })
  expect(await bo.record('reactions', 6)).toMatchObject({
    sequence: 4,
    reactions: [{ emoji: '🌶️', count: 1 }],
  })
  expect(await ana.ask({ type: 'pin-message', messageId, isPinned: true })).toEqual({ type: 'done' })
  expect(await bo.record('room', 7)).toMatchObject({ pins: [messageId] })
  expect(await bo.ask({ type: 'fetch-edits', messageId })).toMatchObject({ edits: [{ body: 'salt?' }] })
  expect(await bo.ask({ type: 'delete-message', messageId })).toEqual({ type: 'done' })
  expect(await ana.record('message', 8)).toMatchObject({ body: '', deletedAt: expect.any(Number) })
  expect(await ana.record('room', 10)).not.toHaveProperty('pins')
})

test('[D3] what is done already is done again, and its record shown again to who asks alone', async () => {
  const { ana, bo, messageId } = await aKitchen()
  await ana.ask({ type: 'react', messageId, emoji: '👍', isOn: true })
  await bo.record('reactions', 5)
  const heard = bo.line.events.length
  expect(await ana.ask({ type: 'react', messageId, emoji: '👍', isOn: true })).toEqual({ type: 'done' })
  expect(ana.line.events.filter((event) => JSON.stringify(event).includes('"reactions"'))).toHaveLength(2)
  expect(bo.line.events).toHaveLength(heard)
})

test.each([
  ['another’s message', { type: 'edit-message', body: 'mine now' }, 'not-found'],
  ['a message that is not there', { type: 'edit-message', messageId: anId('none'), body: 'hm' }, 'not-found'],
  ['too long a text', { type: 'edit-message', body: 'x'.repeat(BODY_LENGTH_MAX + 1) }, 'too-large'],
  ['nothing to see', { type: 'edit-message', body: ' \u200b' }, 'invalid'],
  ['a text with controls', { type: 'edit-message', body: 'a\u0007b' }, 'invalid'],
  ['a word for an emoji', { type: 'react', emoji: 'ok', isOn: true }, 'invalid'],
  ['two emoji', { type: 'react', emoji: '👍👍', isOn: true }, 'invalid'],
  ['a room one is not in', { type: 'react', roomId: anId('harbour'), emoji: '👍', isOn: true }, 'forbidden'],
  [
    'records of a room one is not in',
    { type: 'fetch-records', roomId: anId('harbour'), messageIds: [], memberIds: [] },
    'not-found',
  ],
])('[A22] %s is refused', async (_, command, code) => {
  const { ana, messageId } = await aKitchen()
  expect(
    await ana.ask({ messageId: command.type === 'fetch-records' ? undefined : messageId, ...command }),
  ).toEqual({
    type: 'refusal',
    code,
  })
})

test('only the owner pins, and deletes what others wrote', async () => {
  const { ana, bo, messageId } = await aKitchen()
  const refusal = (code: string) => ({ type: 'refusal', code })
  expect(await bo.ask({ type: 'pin-message', messageId, isPinned: true })).toEqual(refusal('forbidden'))
  ana.send({ type: 'post-message', roomId: anId(`kitchen-${plays}`), messageId: anId('pot'), body: 'pot' })
  await bo.record('message', 5)
  expect(await bo.ask({ type: 'delete-message', messageId: anId('pot') })).toEqual(refusal('not-found'))
  expect(await ana.ask({ type: 'delete-message', messageId })).toEqual({ type: 'done' })
})

test('messages and members are found by their ids, and who reacted by the emoji', async () => {
  const { ana, bo, boId, messageId } = await aKitchen()
  await bo.ask({ type: 'react', messageId, emoji: '👍', isOn: true })
  expect(await ana.ask({ type: 'fetch-records', messageIds: [messageId], memberIds: [boId] })).toMatchObject({
    type: 'records',
    head: 5,
    records: [
      { kind: 'message', body: 'salt?' },
      { kind: 'member', name: 'Bo' },
    ],
  })
  expect(await ana.ask({ type: 'fetch-reactors', messageId, emoji: '👍' })).toMatchObject({
    members: [boId],
    includesMe: false,
  })
})
