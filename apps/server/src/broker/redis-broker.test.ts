import type { Epoch, MemberId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { Redis } from '@confab/throwaway'
import { createClient } from '@redis/client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { type Clock, systemClock } from '../clock.ts'
import { SIGNAL_LENGTH_MAX } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import type { TokenHash } from '../store/store.ts'
import { keepingLog } from '../testing/node.ts'
import { brokerContract } from './broker.contract.ts'
import type { Broker } from './broker.ts'
import { createRedisBroker } from './redis-broker.ts'
import type { Doorbell, NodeSignal, RoomSignal } from './signals.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')
const KEY = new Uint8Array(32).fill(7)
/** Longer than any of these takes, for a machine that is busy with something else. */
const SOON = { timeout: 20_000, interval: 10 }

let redis: Redis
beforeAll(async () => {
  redis = await Redis.start()
})
afterAll(() => redis.destroy())

function ringing(roomId: RoomId, upTo: number, encodedSpan = '{"type":"span"}'): Doorbell {
  return { kind: 'doorbell', roomId, epoch: anId<Epoch>('now'), after: upTo - 1, upTo, encodedSpan }
}

const typing: RoomSignal = {
  kind: 'typing',
  roomId: kitchen,
  memberId: anId<MemberId>('ana'),
  encodedEvent: '{}',
}

/** One node's broker, with everything it counted and logged. */
async function aNode(options: { url?: string; key?: Uint8Array; clock?: Clock } = {}) {
  const log = keepingLog()
  const counters = createCounters()
  const broker = await createRedisBroker({ url: redis.url, key: KEY, log, counters, ...options })
  onTestFinished(() => broker.close())
  const events = () => log.lines.map(({ event }) => event)
  return { broker, counters, log, events, connected: () => isConnected(broker) }
}

const isConnected = (broker: Broker, is = true) => vi.waitFor(() => expect(broker.isConnected).toBe(is), SOON)

function hearing(broker: Broker, roomId: RoomId) {
  const heard: RoomSignal[] = []
  const ear = { heard, readies: 0 }
  broker.subscribe(roomId, { hear: (signal) => heard.push(signal), ready: () => ear.readies++ })
  return ear
}

const isReady = (ear: { readies: number }, times: number) =>
  vi.waitFor(() => expect(ear.readies).toBeGreaterThanOrEqual(times), SOON)

async function told(from: Broker, ear: { heard: RoomSignal[] }, doorbell: Doorbell): Promise<void> {
  await vi.waitFor(() => {
    from.publish(doorbell)
    expect(ear.heard).toContainEqual(doorbell)
  }, SOON)
}

/** Somebody else who may write to that Redis. */
async function aStranger(url = redis.url) {
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  onTestFinished(() => client.destroy())
  return client
}

/** What goes over the wire while something is said, as anybody at that Redis can read it. */
async function overheard(stranger: Awaited<ReturnType<typeof aStranger>>, say: () => void) {
  const messages: { channel: string; message: string }[] = []
  await stranger.pSubscribe('confab:*:room:*', (message, channel) => messages.push({ channel, message }))
  await vi.waitFor(() => {
    say()
    expect(messages.length).toBeGreaterThan(0)
  }, SOON)
  await stranger.pUnsubscribe()
  const [first] = messages
  if (!first) throw new Error('Nothing was overheard.')
  return first
}

/** A clock whose timers are in a hurry. */
const hasty: Clock = { ...systemClock, after: (ms, callback) => systemClock.after(ms / 5, callback) }

brokerContract('Redis', async (count) => {
  const options = { url: redis.url, key: KEY, log: keepingLog(), counters: createCounters() }
  const brokers = await Promise.all(Array.from({ length: count }, () => createRedisBroker(options)))
  return { brokers, destroy: async () => {} }
})

describe('Redis comes and goes', () => {
  test('restarted, it is told of every room again, and the rooms are told so', async () => {
    const own = await Redis.start()
    onTestFinished(() => own.destroy())
    const [ana, bo] = [await aNode({ url: own.url }), await aNode({ url: own.url })]
    await Promise.all([ana.connected(), bo.connected()])
    const ears = [hearing(bo.broker, kitchen), hearing(bo.broker, harbour)]
    for (const ear of ears) await isReady(ear, 1)
    const toNodes: NodeSignal[] = []
    bo.broker.listen((signal) => toNodes.push(signal))

    await own.stop()
    await isConnected(ana.broker, false)
    await isConnected(bo.broker, false)
    ana.broker.publish(ringing(kitchen, 1))
    expect(ana.counters.signalsDropped.away).toBe(1)
    // Long enough to fail more than once.
    await vi.waitFor(() => expect(ana.events()).toEqual(['broker-lost']), SOON)
    await own.start()

    await Promise.all([ana.connected(), bo.connected()])
    for (const ear of ears) await isReady(ear, 2)
    ana.broker.publish(ringing(kitchen, 2))
    ana.broker.publish(ringing(harbour, 2))
    ana.broker.broadcast({ kind: 'revoked', tokenHash: 'ab' as TokenHash })
    await vi.waitFor(() => {
      expect(ears.map(({ heard }) => heard)).toEqual([[ringing(kitchen, 2)], [ringing(harbour, 2)]])
      expect(toNodes).toHaveLength(1)
    }, SOON)
    expect(ana.events()).toEqual(['broker-lost', 'broker-back'])
    expect(ana.log.lines.at(-1)?.fields).toMatchObject({ dropped: 1 })
  })

  test('away at the start, it holds up nobody, and is found when it is there', async () => {
    const own = await Redis.start()
    onTestFinished(() => own.destroy())
    await own.stop()
    const [ana, bo] = [await aNode({ url: own.url }), await aNode({ url: own.url })]
    const ear = hearing(bo.broker, kitchen)
    await vi.waitFor(() => expect(ana.events()).toEqual(['broker-lost']), SOON)
    expect(ana.log.lines[0]?.fields).toMatchObject({ code: 'ECONNREFUSED' })
    ana.broker.publish(ringing(kitchen, 1))
    ana.broker.broadcast({ kind: 'revoked', tokenHash: 'ab' as TokenHash })
    expect([ana.broker.isConnected, ana.counters.signalsDropped.away]).toEqual([false, 2])
    await own.start()
    await isReady(ear, 1)
    await told(ana.broker, ear, ringing(kitchen, 2))
  })

  test('that stops answering is noticed, and what waits for it is bounded', async () => {
    const own = await Redis.start()
    onTestFinished(() => own.destroy())
    const [ana, bo] = [await aNode({ url: own.url, clock: hasty }), await aNode({ url: own.url })]
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    await ana.connected()
    const stranger = await aStranger(own.url)
    await stranger.sendCommand(['CLIENT', 'PAUSE', '3000', 'ALL'])
    const long = ringing(kitchen, 1, 'x'.repeat(1_000_000))
    for (let i = 0; i < 20; i++) ana.broker.publish(long)
    expect(ana.counters.signalsDropped.full).toBe(12)
    await vi.waitFor(() => expect(ana.events()).toContain('broker-lost'), SOON)
    expect(ana.log.lines[0]?.fields).toMatchObject({ error: 'RedisSilent' })
    expect(ana.counters.signalsDropped.failed).toBe(8)
    await vi.waitFor(() => expect(ana.events()).toContain('broker-back'), SOON)
    await told(ana.broker, ear, ringing(kitchen, 2))
  })

  test('that does not want us is tried until it does, and the password is told to nobody', async () => {
    const own = await Redis.start()
    onTestFinished(() => own.destroy())
    const admin = await aStranger(own.url)
    const acl = (...rules: string[]) => admin.sendCommand(['ACL', 'SETUSER', 'confab', 'on', ...rules])
    await acl('>other', '-@all', '+hello', '+publish', '+subscribe', '+unsubscribe', 'resetchannels')
    const url = own.url.replace('//', '//confab:s3cret@')
    const ana = await aNode({ url })
    const ear = hearing(ana.broker, kitchen)
    await vi.waitFor(() => expect(ana.events()).toEqual(['broker-lost']), SOON)
    expect(ana.log.lines[0]?.fields).toMatchObject({ reason: 'WRONGPASS' })
    await acl('>s3cret')
    const bo = await aNode({ url })
    await vi.waitFor(() => expect(bo.events()).toEqual(['broker-lost']), SOON)
    expect(bo.log.lines[0]?.fields).toMatchObject({ reason: 'NOPERM' })
    await acl('&confab:*')
    await bo.connected()
    await isReady(ear, 1)
    await told(bo.broker, ear, ringing(kitchen, 1))

    // It may also change its mind while everybody is there: whoever asks for a room then knows that they are not heard.
    await acl('-subscribe')
    const late = hearing(bo.broker, harbour)
    await isConnected(bo.broker, false)
    await acl('+subscribe')
    await isReady(late, 1)
    expect(JSON.stringify([ana.log.lines, bo.log.lines])).not.toContain('s3cret')
  })

  test('that cuts a node because it reads too slowly is come back to', async () => {
    const own = await Redis.start('--client-output-buffer-limit', 'pubsub', '64kb', '32kb', '1')
    onTestFinished(() => own.destroy())
    const [ana, bo] = [await aNode({ url: own.url }), await aNode({ url: own.url })]
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    await ana.connected()
    ana.broker.publish(ringing(kitchen, 1, 'x'.repeat(500_000)))
    await isReady(ear, 2)
    expect(bo.events()).toContain('broker-lost')
    await told(ana.broker, ear, ringing(kitchen, 2))
  })

  test.each([
    [
      'a replica that may only be read',
      (of: Redis) => ['--replicaof', '127.0.0.1', String(of.port)],
      'READONLY',
    ],
    ['one whose memory is full', () => ['--maxmemory', '100kb', '--maxmemory-policy', 'noeviction'], 'OOM'],
  ])('%s carries words as well', async (_, args, error) => {
    const own = await Redis.start(...args(redis))
    onTestFinished(() => own.destroy())
    const stranger = await aStranger(own.url)
    await vi.waitFor(() => expect(stranger.set('a', 'b')).rejects.toThrow(error), SOON)
    const [ana, bo] = [await aNode({ url: own.url }), await aNode({ url: own.url })]
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    await told(ana.broker, ear, ringing(kitchen, 1))
  })
})

describe('somebody else at that Redis', () => {
  test('[A33] cannot put words into a room', async () => {
    const [ana, bo, stranger] = [await aNode(), await aNode(), await aStranger()]
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    await ana.connected()
    const { channel, message } = await overheard(stranger, () => ana.broker.publish(ringing(kitchen, 1)))
    const elsewhere = await overheard(stranger, () => ana.broker.publish(ringing(harbour, 1)))
    const cases: [string, keyof typeof bo.counters.signalsRefused][] = [
      [message.replace('"upTo":1', '"upTo":9'), 'forged'],
      [message.replace('span', 'spam'), 'forged'],
      [`${message} `, 'forged'],
      [elsewhere.message, 'forged'],
      [message.replace(/^(.{22})./, (all) => all.slice(0, 22) + (all[22] === 'A' ? 'B' : 'A')), 'forged'],
      [message.slice(0, 30), 'malformed'],
      [`2${message.slice(1)}`, 'unknown'],
      ['', 'unknown'],
      ['{"kind":"doorbell"}', 'unknown'],
      ['1'.repeat(SIGNAL_LENGTH_MAX + 1), 'too-long'],
    ]
    for (const [forged, reason] of cases) {
      const before = bo.counters.signalsRefused[reason]
      await stranger.publish(channel, forged)
      await vi.waitFor(() => expect(bo.counters.signalsRefused[reason]).toBe(before + 1), SOON)
    }
    await stranger.publish(channel.replace(/room:.*/, 'nodes'), message)
    await vi.waitFor(() => expect(bo.counters.signalsRefused.forged).toBe(6), SOON)
    await told(ana.broker, ear, ringing(kitchen, 2))
    for (const doorbell of ear.heard)
      expect([ringing(kitchen, 1), ringing(kitchen, 2)]).toContainEqual(doorbell)
    expect(bo.events()).toEqual([])
  })

  test('[A33] says again what has no number of its own for a minute at most', async () => {
    const late: Clock = { ...systemClock, now: () => Date.now() + 61_000 }
    const [ana, bo, chidi] = [await aNode(), await aNode({ clock: late }), await aNode()]
    const ears = [hearing(bo.broker, kitchen), hearing(chidi.broker, kitchen)]
    for (const ear of ears) await isReady(ear, 1)
    await ana.connected()
    ana.broker.publish(typing)
    ana.broker.publish(ringing(kitchen, 1))
    await vi.waitFor(() => {
      expect(ears.map(({ heard }) => heard)).toEqual([[ringing(kitchen, 1)], [typing, ringing(kitchen, 1)]])
    }, SOON)
    expect([bo.counters.signalsRefused.old, chidi.counters.signalsRefused.old]).toEqual([1, 0])
  })

  test('may be another Confab, and neither hears the other', async () => {
    const key = new Uint8Array(32).fill(8)
    const [ana, bo, chidi] = [await aNode(), await aNode(), await aNode({ key })]
    const ears = [hearing(bo.broker, kitchen), hearing(chidi.broker, kitchen)]
    for (const ear of ears) await isReady(ear, 1)
    await told(ana.broker, ears[0] ?? { heard: [] }, ringing(kitchen, 1))
    expect(ears[1]?.heard).toEqual([])
    expect(Object.values(chidi.counters.signalsRefused)).toEqual([0, 0, 0, 0, 0])
  })
})

describe('a node', () => {
  test('counts what it says and hears, and drops what is too long', async () => {
    const [ana, bo] = [await aNode(), await aNode()]
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    await ana.connected()
    ana.broker.publish(ringing(kitchen, 1, 'x'.repeat(SIGNAL_LENGTH_MAX)))
    ana.broker.publish(ringing(kitchen, 2, 'x'.repeat(SIGNAL_LENGTH_MAX - 1_000)))
    ana.broker.publish(typing)
    await vi.waitFor(() => expect(ear.heard).toHaveLength(2), SOON)
    expect(ana.counters.signalsPublished).toMatchObject({ doorbell: 1, typing: 1 })
    expect(ana.counters.signalsDropped).toEqual({ away: 0, full: 0, 'too-long': 1, failed: 0 })
    expect(bo.counters.signalsHeard).toMatchObject({ doorbell: 1, typing: 1 })
  })

  test('asks for no room that nobody listens to, and gives up what nobody does any more', async () => {
    const [ana, stranger] = [await aNode(), await aStranger()]
    await ana.connected()
    const subscribers = async () => {
      const [channel = ''] = (await stranger.pubSubChannels('confab:*:room:*')) as string[]
      return channel
    }
    const stop = ana.broker.subscribe(kitchen, { hear: () => {}, ready: () => {} })
    await vi.waitFor(async () => expect(await subscribers()).toContain(kitchen), SOON)
    stop()
    await vi.waitFor(async () => expect(await subscribers()).toBe(''), SOON)
  })

  test('is not brought down by a listener that fails, nor are other listeners', async () => {
    const [ana, bo] = [await aNode(), await aNode()]
    const fail = () => {
      throw new Error('A fault of the test’s.')
    }
    bo.broker.subscribe(kitchen, { hear: fail, ready: fail })
    bo.broker.listen(fail)
    const ear = hearing(bo.broker, kitchen)
    await isReady(ear, 1)
    ana.broker.broadcast({ kind: 'revoked', tokenHash: 'ab' as TokenHash })
    await told(ana.broker, ear, ringing(kitchen, 1))
    expect(new Set(bo.events())).toEqual(new Set(['hearing-failed']))
    expect(bo.broker.isConnected).toBe(true)
  })

  test('is heard to its last word when it goes, and leaves no connection behind', async () => {
    const own = await Redis.start()
    onTestFinished(() => own.destroy())
    const [ana, bo, chidi] = [
      await aNode({ url: own.url }),
      await aNode({ url: own.url }),
      await aNode({ url: own.url }),
    ]
    await Promise.all([ana.connected(), bo.connected()])
    const heard: NodeSignal[] = []
    bo.broker.listen((signal) => heard.push(signal))
    ana.broker.broadcast({ kind: 'revoked', tokenHash: 'last' as TokenHash })
    await Promise.all([ana.broker.close(), chidi.broker.close()])
    expect(ana.broker.isConnected).toBe(false)
    await vi.waitFor(() => expect(heard).toHaveLength(1), SOON)
    const stranger = await aStranger(own.url)
    const connections = async () =>
      String(await stranger.sendCommand(['CLIENT', 'LIST'])).match(/name=confab/g)?.length
    await vi.waitFor(async () => expect(await connections()).toBe(1), SOON)
  })
})
