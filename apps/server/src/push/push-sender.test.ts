import { aPushNote } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import {
  PUSH_ANSWER_BYTES_MAX,
  PUSH_HOST_PAUSE_MS,
  PUSH_HOST_PAUSE_MS_MAX,
  PUSH_HOSTS_MAX,
  PUSH_REQUESTS_MAX,
  PUSH_REQUESTS_PER_HOST_MAX,
  PUSH_TRIES_MAX,
  PUSH_WAIT_MS_MAX,
  PUSH_WAITING_MAX,
} from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import { aClock } from '../testing/clock.ts'
import { keepingLog } from '../testing/node.ts'
import { aBrowser } from '../testing/push-browser.ts'
import { aPushService } from '../testing/push-service.ts'
import { PushQueue } from './push-queue.ts'
import { PushSender, retryAfterMs } from './push-sender.ts'
import { createPushTransport, type PushAnswer, type PushRequest } from './push-transport.ts'
import { createPushKey, Vapid } from './vapid.ts'

const { keys } = aBrowser()
const aSubscription = (name = 'home', host = 'fcm.googleapis.com') => ({
  endpoint: `https://${host}/send/${name}`,
  ...keys,
  language: 'en',
})
const note = (fields = {}) => {
  const { language: _, ...said } = aPushNote(fields)
  return said
}

/** A sender whose requests are answered by the test. */
function aSender() {
  const clock = aClock()
  const log = keepingLog()
  const counters = createCounters()
  const vapid = new Vapid(createPushKey(), null)
  const gone: string[] = []
  const requests: { request: PushRequest; answer(answer: Partial<PushAnswer>): void; fail(): void }[] = []
  const sender = new PushSender({
    clock,
    log,
    counters,
    vapid: async () => vapid,
    gone: (endpoint) => gone.push(endpoint),
    transport: {
      send: (request) =>
        new Promise((resolve, reject) => {
          requests.push({
            request,
            answer: (answer) => resolve({ status: 201, retryAfter: null, ...answer }),
            fail: () => reject(new Error('ECONNREFUSED')),
          })
        }),
      close() {},
    },
  })
  onTestFinished(() => sender.close())
  /** What is under way now, taken by the test. */
  const underway = async () => {
    await clock.run(0)
    return requests.splice(0)
  }
  const next = async () => {
    const [one, ...more] = await underway()
    if (!one || more.length > 0) throw new Error(`not one request, but ${more.length + Number(Boolean(one))}`)
    return one
  }
  return { sender, clock, log, counters, gone, underway, next }
}

test('what is taken is done, what is gone is told, and what is refused is not tried again', async () => {
  const { sender, counters, gone, next, underway, log } = aSender()
  for (const status of [201, 404, 410, 403]) {
    sender.send(aSubscription(String(status)), note())
    ;(await next()).answer({ status })
  }
  expect(await underway()).toEqual([])
  expect(gone).toEqual([404, 410].map((status) => aSubscription(String(status)).endpoint))
  expect(counters.pushes).toMatchObject({ sent: 1, gone: 2, refused: 1, failed: 0 })
  expect(log.lines).toEqual([
    { level: 'warn', event: 'push-refused', fields: { host: 'fcm.googleapis.com', status: 403 } },
  ])
})

test('a push service that asks for time is given it, and asked with one request afterwards', async () => {
  const { sender, clock, next, underway, counters, log } = aSender()
  sender.send(aSubscription('a'), note())
  const first = await next()
  first.answer({ status: 429, retryAfter: '60' })
  await clock.run(0)
  sender.send(aSubscription('b'), note())
  await clock.run(59_000)
  expect(await underway()).toEqual([])
  await clock.run(1_000)
  ;(await next()).answer({})
  const second = await next()
  second.answer({})
  await clock.run(0)
  expect(counters.pushes).toMatchObject({ sent: 2, failed: 0 })
  expect(log.lines.map(({ event }) => event)).toEqual(['push-failing', 'push-well'])
})

test('[A79] one that fails is tried after pauses that grow, and let go after some', async () => {
  const { sender, clock, next, underway, counters } = aSender()
  sender.send(aSubscription(), note())
  let pauseMs = PUSH_HOST_PAUSE_MS
  for (let tries = 1; tries <= PUSH_TRIES_MAX; tries++) {
    const request = await next()
    if (tries === 2) request.fail()
    else request.answer({ status: 503 })
    await clock.run(pauseMs - 1)
    expect(await underway()).toEqual([])
    await clock.run(1)
    pauseMs *= 2
  }
  await clock.run(PUSH_HOST_PAUSE_MS_MAX)
  expect(await underway()).toEqual([])
  expect(counters.pushes).toMatchObject({ failed: 1 })
})

test('a newer note takes the place of one that waits, and no failed one that of a newer', async () => {
  const { sender, clock, next, counters } = aSender()
  sender.send(aSubscription(), note({ excerpt: 'one' }))
  const failing = await next()
  sender.send(aSubscription(), note({ excerpt: 'two' }))
  ;(await next()).answer({ status: 500 })
  await clock.run(0)
  sender.send(aSubscription(), note({ excerpt: 'three' }))
  failing.answer({ status: 500 })
  await clock.run(PUSH_HOST_PAUSE_MS)
  ;(await next()).answer({})
  await clock.run(PUSH_HOST_PAUSE_MS_MAX)
  expect(counters.pushes).toMatchObject({ sent: 1 })
  expect(sender.waitingCount).toBe(0)
})

test('what waited too long is no news any more', async () => {
  const { sender, clock, underway, counters, next } = aSender()
  sender.send(aSubscription('a'), note())
  const first = await next()
  sender.send(aSubscription('b'), note())
  const second = await next()
  await clock.run(1)
  second.answer({ status: 429, retryAfter: '100000' })
  first.answer({ status: 429, retryAfter: '100000' })
  await clock.run(PUSH_HOST_PAUSE_MS_MAX)
  ;(await next()).answer({ status: 429, retryAfter: '100000' })
  await clock.run(PUSH_WAIT_MS_MAX)
  expect(await underway()).toEqual([])
  expect(counters.pushes).toMatchObject({ late: 2, failed: 0, sent: 0 })
  expect(sender.waitingCount).toBe(0)
})

test('[D10] there are only so many requests at once, and to one host, and only so much waits', async () => {
  const { sender, underway, counters } = aSender()
  for (let i = 0; i < 100; i++) sender.send(aSubscription(`${i}`), note())
  expect(await underway()).toHaveLength(PUSH_REQUESTS_PER_HOST_MAX)
  for (let host = 0; host < 50; host++)
    for (let i = 0; i < 10; i++) sender.send(aSubscription(`${i}`, `h${host}.push.apple.com`), note())
  expect(await underway()).toHaveLength(PUSH_REQUESTS_MAX - PUSH_REQUESTS_PER_HOST_MAX)
  for (let i = 0; i < PUSH_WAITING_MAX; i++) sender.send(aSubscription(`more-${i}`), note())
  expect(counters.pushes.full).toBeGreaterThan(0)
  expect(sender.waitingCount).toBe(PUSH_WAITING_MAX + PUSH_REQUESTS_MAX)
})

test('[D10] hosts that are in mind have a bound, and are let go of once nothing is to be known of them', () => {
  const queue = new PushQueue<number>()
  const waiting = { key: 'k', item: 1, tries: 0, since: 0 }
  for (let i = 0; i < PUSH_HOSTS_MAX; i++) expect(queue.put(`h${i}`, waiting)).toBe(true)
  expect(queue.put('one more', waiting)).toBe(false)
  const taken = queue.take(0)
  queue.failed(taken?.host ?? '', 0, null)
  expect(queue.put('one more', waiting)).toBe(false)
  queue.tidy(2 * PUSH_HOST_PAUSE_MS_MAX)
  expect(queue.put('one more', waiting)).toBe(true)
})

test.each([
  ['120', 120_000],
  [' 5 ', 5_000],
  ['Tue, 14 Nov 2023 22:15:20 GMT', 120_000],
  ['Tue, 14 Nov 2023 22:00:00 GMT', 0],
  ['-5', 0],
  ['soon', null],
  [null, null],
])('Retry-After: %j', (text, ms) => {
  expect(retryAfterMs(text, 1_700_000_000_000)).toBe(ms)
})

/** Something to send to a push service of this machine. */
async function aTransport() {
  const service = await aPushService()
  const transport = createPushTransport({ via: service.origin })
  onTestFinished(async () => {
    transport.close()
    await service.close()
  })
  const request = { endpoint: aSubscription().endpoint, headers: { TTL: 1 }, body: Buffer.from('x') }
  return { service, send: () => transport.send(request) }
}

test('[A79] no redirect is followed, wherever it leads', async () => {
  const { service, send } = await aTransport()
  service.answers(() => ({ status: 307, headers: { Location: `${service.origin}/elsewhere` } }))
  expect(await send()).toEqual({ status: 307, retryAfter: null })
  expect(service.received.map(({ endpoint }) => endpoint)).toEqual([aSubscription().endpoint])
})

test('[A79] of an answer no more is read than one has', async () => {
  const { service, send } = await aTransport()
  service.answers(() => ({
    status: 429,
    headers: { 'Retry-After': '9' },
    body: 'x'.repeat(100 * PUSH_ANSWER_BYTES_MAX),
  }))
  expect(await send()).toEqual({ status: 429, retryAfter: '9' })
  service.answers(() => ({ status: 201, body: 'x'.repeat(1_000) }))
  expect(await send()).toEqual({ status: 201, retryAfter: null })
})

test('where nobody answers there is no answer', async () => {
  const { service, send } = await aTransport()
  await service.close()
  await expect(send()).rejects.toThrow()
})
