import {
  decodeCommand,
  type MemberId,
  type MessageId,
  mentionToken,
  PRESENCE_GRACE_MS,
  type RoomId,
  type ServerEvent,
  type TabId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { PUSH_DELAY_MS, PUSH_LAST_LOOK_MS, PUSH_PAUSE_MS, PUSH_SECOND_LOOK_MS } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import { createNode } from '../realtime/node.ts'
import type { Store } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { keepingLog } from '../testing/node.ts'
import { aPushService } from '../testing/push-service.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { createPush } from './push.ts'
import { createPushTransport } from './push-transport.ts'

let disk: Store
let plays = 0
/** Questions to the disk that are not answered. */
let asked = 0

beforeAll(async () => {
  const store = await openTestStore()
  disk = { ...store, attention: counted(store.attention), commit: counting(store.commit) }
})
afterAll(() => disk.close())

function counting<Args extends unknown[], Answer>(call: (...args: Args) => Promise<Answer>) {
  return (...args: Args) => {
    asked += 1
    return call(...args).finally(() => {
      asked -= 1
    })
  }
}

const counted = (table: Store['attention']): Store['attention'] => ({
  ...table,
  readListened: counting(table.readListened),
  readListeners: counting(table.readListeners),
  readSubjects: counting(table.readSubjects),
  forget: counting(table.forget),
})

/** Two nodes on one store, with the push services of the world behind them, and Ana’s kitchen. */
async function aHouse() {
  const clock = aClock()
  const exchange = createMemoryExchange()
  const service = await aPushService()
  onTestFinished(() => service.close())
  const roomId = anId<RoomId>(`calling-${++plays}`)
  let tabs = 0
  let refs = 0
  /** Everybody on the line says now and then that they are. */
  const lively: (() => void)[] = []

  const pushes: { waitingCount: number }[] = []
  /** Nothing is asked of the disk, and nothing on its way to a push service that answers. */
  async function rest() {
    const isCalm = () =>
      asked === 0 && pushes.reduce((sum, { waitingCount }) => sum + waitingCount, 0) <= service.unanswered
    for (let calm = 0; calm < 3; calm = isCalm() ? calm + 1 : 0)
      await new Promise((resolve) => setImmediate(resolve))
  }

  /** Time passes, second by second, and whatever hangs on disk and network has its turn in between. */
  async function later(ms: number) {
    for (let left = ms; left > 0; left -= 1_000) {
      clock.advance(Math.min(left, 1_000))
      for (const live of lively) live()
      await rest()
    }
  }

  function aNode() {
    const log = keepingLog()
    const counters = createCounters()
    const push = createPush({
      contact: 'mailto:ana@example.org',
      hosts: [],
      table: disk.attention,
      clock,
      log,
      counters,
      transport: createPushTransport({ via: service.origin }),
    })
    pushes.push(push)
    const node = createNode({
      store: disk,
      broker: exchange.createBroker(),
      clock,
      log,
      counters,
      decode: decodeCommand,
      isAlone: false,
      loopBusy: () => 0,
      push,
    })
    onTestFinished(async () => {
      await node.close()
      const closing = push.close()
      clock.advance(10_000)
      await closing
    })

    async function call(token: string | null = null) {
      const line = new FakeLine()
      const connection = node.connections.open(line, '203.0.113.7')
      const send = (command: object) => connection.receive(JSON.stringify(command))
      async function next(fits: (event: ServerEvent) => boolean) {
        for (let turns = 0; ; turns++) {
          const found = line.events.find(fits)
          if (found) return found
          // It may wait for a moment of the clock.
          if (turns > 50) clock.advance(1)
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      }
      async function ask(command: object) {
        const ref = ++refs
        send({ ...command, ref })
        const answer = await next((event) => 'ref' in event && event.ref === ref)
        if (answer.type === 'refusal') throw new Error(answer.code)
        return answer
      }
      lively.push(() => connection.isOpen && send({ type: 'alive' }))
      const tabId = anId<TabId>(`tab-${++tabs}`)
      send({ type: 'hello', token, tabId, client: 'test', resume: [] })
      while (!line.events.some(({ type }) => type === 'welcome')) {
        clock.advance(10)
        await new Promise((resolve) => setImmediate(resolve))
      }
      const welcome = line.events.find((event) => event.type === 'welcome')
      let memberId = anId<MemberId>('nobody')
      return {
        line,
        ask,
        send,
        token: token ?? welcome?.token ?? null,
        get memberId() {
          return memberId
        },
        async enter(how: object) {
          const entered = await ask(how)
          if (entered.type === 'entered') memberId = entered.memberId
        },
        /** Answers the id and the place. */
        async post(body: string, fields: object = {}) {
          const messageId = anId<MessageId>(`m${plays}-${++refs}`)
          send({ type: 'post-message', roomId, messageId, body, ...fields })
          const isIt = (event: ServerEvent) =>
            event.type === 'span' &&
            event.records.some((record) => record.kind === 'message' && record.messageId === messageId)
          const span = await next(isIt)
          return { messageId, sequence: span.type === 'span' ? span.upTo : 0 }
        },
        /** The line breaks. */
        drop: () => connection.onGone(),
        leave: () => ask({ type: 'leave-room', roomId }),
      }
    }
    return { node, call, log, counters }
  }

  const [north, south] = [aNode(), aNode()]
  const ana = await north.call()
  await ana.enter({ type: 'create-room', roomId, name: 'Ana' })
  const { code } = await disk.attention
    .readSubjects(roomId, { messageIds: [], memberIds: [] })
    .then((found) => found?.room ?? { code: '' })

  /** Somebody who joined, with a browser that can be called, and went. */
  async function away(name: string, at = north) {
    const person = await at.call()
    await person.enter({ type: 'join-room', code, name })
    const browser = service.browser()
    await person.ask({ type: 'subscribe-push', ...browser.subscription })
    await person.leave()
    return {
      ...person,
      memberId: person.memberId,
      browser,
      excerpts: () => browser.notes().map(({ excerpt }) => excerpt),
    }
  }
  return { clock, service, roomId, code, later, north, south, ana, away }
}

test('who is away is called some seconds later, with all that a notification shows', async () => {
  const { ana, away, later, service, roomId, code } = await aHouse()
  const bo = await away('Bo')
  const { messageId, sequence } = await ana.post('**Supper** at 8?\nSoup.')
  await later(PUSH_DELAY_MS - 2_000)
  expect(service.received).toEqual([])
  await later(4_000)
  expect(bo.browser.notes()).toEqual([
    {
      roomId,
      code,
      title: '',
      kind: 'message',
      memberName: 'Ana',
      excerpt: 'Supper at 8? Soup.',
      sequence,
      messageId,
      at: expect.any(Number),
      unread: 1,
      language: 'en',
    },
  ])
  const [{ headers } = { headers: {} }] = service.received
  expect(headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    ttl: '86400',
    urgency: 'normal',
    topic: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/),
    authorization: expect.stringMatching(/^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/),
  })
  // Nothing but what is encrypted says what it is about.
  const open = JSON.stringify([headers, service.received[0]?.endpoint])
  for (const secret of [roomId, code, messageId, 'Ana', 'Supper']) expect(open).not.toContain(secret)
  await later(PUSH_LAST_LOOK_MS)
  expect(service.received).toHaveLength(1)
})

test('who is here is not called, on whatever node, and neither is who wrote it', async () => {
  const { ana, away, later, service, north, south, roomId } = await aHouse()
  const [bo, chidi] = [await away('Bo'), await away('Chidi')]
  const own = service.browser()
  await ana.ask({ type: 'subscribe-push', ...own.subscription })
  const boAgain = await south.call(bo.token)
  await boAgain.enter({ type: 'resume-room', roomId, cursor: null })
  await later(2_000)
  expect(north.node.rooms.get(roomId)?.attendance.isHere(bo.memberId)).toBe(true)
  await ana.post(`${mentionToken(bo.memberId)} supper?`)
  await later(PUSH_LAST_LOOK_MS + 5_000)
  expect([bo.excerpts(), own.notes(), chidi.excerpts()]).toEqual([[], [], ['@Bo supper?']])
})

test('who had just gone when it was written is called once that is certain', async () => {
  const { ana, away, later, south, roomId } = await aHouse()
  const bo = await away('Bo')
  const boAgain = await south.call(bo.token)
  await boAgain.enter({ type: 'resume-room', roomId, cursor: null })
  await later(2_000)
  boAgain.drop()
  await ana.post('Bo?')
  await later(PUSH_DELAY_MS + 2_000)
  expect(bo.excerpts()).toEqual([])
  await later(PUSH_SECOND_LOOK_MS)
  expect(bo.excerpts()).toEqual(['Bo?'])
})

test('whose line was dead, as it turned out, is called for what they never saw', async () => {
  const { ana, away, later, south, roomId } = await aHouse()
  const bo = await away('Bo')
  const frozen = await south.call(bo.token)
  await frozen.enter({ type: 'resume-room', roomId, cursor: null })
  await ana.post('Bo?')
  await later(PUSH_SECOND_LOOK_MS + 2_000)
  expect(bo.excerpts()).toEqual([])
  frozen.drop()
  await later(PUSH_LAST_LOOK_MS - PUSH_SECOND_LOOK_MS)
  expect(bo.excerpts()).toEqual(['Bo?'])
})

test('who left the room open and read it is not called, though they went since', async () => {
  const { ana, away, later, south, roomId } = await aHouse()
  const bo = await away('Bo')
  const boAgain = await south.call(bo.token)
  await boAgain.enter({ type: 'resume-room', roomId, cursor: null })
  const { sequence } = await ana.post('Bo?')
  await later(1_000)
  boAgain.send({ type: 'mark-read', roomId, upTo: sequence })
  await later(1_000)
  boAgain.drop()
  await later(PRESENCE_GRACE_MS + PUSH_LAST_LOOK_MS)
  expect(bo.excerpts()).toEqual([])
})

test('levels and quiet are heeded, as they stand when it is time', async () => {
  const { ana, away, later, clock, roomId } = await aHouse()
  const [bo, chidi] = [await away('Bo'), await away('Chidi')]
  await bo.ask({ type: 'set-level', roomId, level: 'mentions' })
  await chidi.ask({ type: 'set-level', roomId, level: 'none' })
  const both = `${mentionToken(bo.memberId)} ${mentionToken(chidi.memberId)}`
  await ana.post('for nobody')
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  await ana.post(`${both} for Bo`)
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect(bo.browser.notes()).toMatchObject([{ excerpt: '@Bo @Chidi for Bo', kind: 'mention', unread: 2 }])
  expect(chidi.excerpts()).toEqual([])
  await bo.ask({ type: 'set-quiet', until: clock.now() + 600_000 })
  await chidi.ask({ type: 'set-level', roomId, level: 'all' })
  await ana.post(`${both} for Chidi`)
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect([bo.excerpts().length, chidi.excerpts()]).toEqual([1, ['@Bo @Chidi for Chidi']])
})

test('an answer to what one wrote is a call for who wants only that', async () => {
  const { ana, away, later, south, roomId } = await aHouse()
  const bo = await away('Bo')
  await bo.ask({ type: 'set-level', roomId, level: 'mentions' })
  const boAgain = await south.call(bo.token)
  await boAgain.enter({ type: 'resume-room', roomId, cursor: null })
  const { messageId } = await boAgain.post('Soup?')
  await boAgain.leave()
  await later(2_000)
  await ana.post('Yes', { replyTo: messageId })
  await ana.post('and bread')
  await later(PUSH_DELAY_MS + 2_000)
  expect(bo.browser.notes()).toMatchObject([{ excerpt: 'Yes', kind: 'reply' }])
})

test('a burst is one call for the newest, and who does not come is called ever more seldom', async () => {
  const { ana, away, later } = await aHouse()
  const bo = await away('Bo')
  for (const word of ['one', 'two', 'three']) await ana.post(word)
  await later(PUSH_DELAY_MS + 2_000)
  expect(bo.browser.notes()).toMatchObject([{ excerpt: 'three', unread: 3 }])
  for (let minute = 0; minute < 6; minute++) {
    await ana.post(`minute ${minute}`)
    await later(60_000)
  }
  // After 15, 30, 60, 120, 240 seconds at least: without that there were a dozen.
  expect(bo.excerpts().length).toBeGreaterThanOrEqual(4)
  expect(bo.excerpts().length).toBeLessThanOrEqual(5)
  await ana.post(`${mentionToken(bo.memberId)}!`)
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect(bo.excerpts().at(-1)).toBe('@Bo!')
})

test('what was deleted until then calls nobody, and what was edited says what it says now', async () => {
  const { ana, away, later, roomId } = await aHouse()
  const bo = await away('Bo')
  const { messageId } = await ana.post('a slip')
  await ana.ask({ type: 'delete-message', roomId, messageId })
  await later(PUSH_DELAY_MS + 2_000)
  expect(bo.excerpts()).toEqual([])
  const { messageId: second } = await ana.post('Super?')
  await ana.ask({ type: 'edit-message', roomId, messageId: second, body: 'Supper?' })
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect(bo.excerpts()).toEqual(['Supper?'])
})

test('[D9] who was removed, or signed out, is not called', async () => {
  const { ana, away, later, north, roomId, service } = await aHouse()
  const [bo, chidi] = [await away('Bo'), await away('Chidi')]
  await ana.ask({ type: 'remove-member', roomId, memberId: bo.memberId })
  const chidiAgain = await north.call(chidi.token)
  await chidiAgain.ask({ type: 'revoke-token' })
  await ana.post('for nobody')
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect(service.received).toEqual([])
})

test('a browser that is gone is forgotten, and its other one is called on', async () => {
  const { ana, away, later, service } = await aHouse()
  const bo = await away('Bo')
  const phone = service.browser('web.push.apple.com', 'fr')
  await bo.ask({ type: 'subscribe-push', ...phone.subscription })
  service.answers(({ endpoint }) => ({ status: endpoint === bo.browser.subscription.endpoint ? 410 : 201 }))
  await ana.post('one')
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  await ana.post('two')
  await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  expect(bo.excerpts()).toEqual(['one'])
  expect(phone.notes()).toMatchObject([{ language: 'fr' }, { excerpt: 'two' }])
})

test('[D11] [A79] a push service that never answers holds up neither posts nor calls elsewhere', async () => {
  const { ana, away, later, service, north } = await aHouse()
  const [bo, chidi] = [await away('Bo'), await away('Chidi')]
  const phone = service.browser('web.push.apple.com')
  await chidi.ask({ type: 'subscribe-push', ...phone.subscription })
  service.answers(({ endpoint }) => (endpoint.includes('apple') ? { status: 201 } : null))
  for (const word of ['one', 'two', 'three']) {
    await ana.post(word)
    await later(PUSH_DELAY_MS + PUSH_PAUSE_MS)
  }
  expect(phone.notes().map(({ excerpt }) => excerpt)).toContain('one')
  expect(bo.excerpts().length).toBeGreaterThan(0)
  expect(north.log.failures).toEqual([])
})

test('a node that goes down calls for what it still has in mind', async () => {
  const { ana, away, later, north } = await aHouse()
  const bo = await away('Bo')
  await ana.post('goodbye')
  await north.node.drain()
  await later(1_000)
  expect(bo.excerpts()).toEqual(['goodbye'])
})

test('both nodes show themselves with one key', async () => {
  const { ana, south } = await aHouse()
  const chidi = await south.call()
  const keys = [await ana.ask({ type: 'fetch-attention' }), await chidi.ask({ type: 'fetch-attention' })]
  expect(new Set(keys.map((one) => (one.type === 'attention' ? one.pushKey : null))).size).toBe(1)
})
