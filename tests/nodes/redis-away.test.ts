import { expect, onTestFinished, test, vi } from 'vitest'
import { type Conversation, percentiles } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import { Talker } from '../processes/talker.ts'
import { openCluster, openRooms } from './cluster.ts'

/** How late a message may be on another screen, in milliseconds, before it is a promise that is broken. */
const LATE_MS_MAX = 15_000

/** How long people talk in each state of things, in milliseconds. */
const TALK_MS = 6_000

/** How long nodes may take to know of each other what there is to know. Mostly it is a moment, or two of their beats. */
const WITHIN = { timeout: 20_000, interval: 50 }

const scene = openScene()
const cluster = await openCluster()

/** Two rooms with talk in all nodes, and some where somebody says one thing now and then. */
async function people() {
  const busy = await openRooms(scene, cluster, { count: 2, talkers: 6 })
  const quiet = await openRooms(scene, cluster, { count: 10, talkers: 3 })
  for (const room of busy) room.talk({ everyMs: 100, waitingMax: 4 })
  let next = 0
  const chatter = setInterval(() => {
    const room = quiet[next % quiet.length]
    const talker = room?.talkers[next % 3]
    if (room && talker) room.say(talker, `quietly ${next}`)
    next += 1
  }, 100)
  return { rooms: [...busy, ...quiet], hush: () => clearInterval(chatter) }
}

async function talkFor(ms: number): Promise<[number, number]> {
  const from = performance.now()
  await pause(ms)
  return [from, performance.now()]
}

/** Everything of all rooms is in order, and what was posted in each of these times was not late. */
async function judged(rooms: Conversation[], times: Record<string, [number, number]>): Promise<void> {
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  const arrivals = Object.entries(times).map(
    ([name, time]) => [name, rooms.flatMap((room) => room.arrivalMs(...time))] as const,
  )
  console.log(arrivals.map(([name, ms]) => `${name}: ${percentiles(ms)}`).join('; '))
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.flatMap(({ refused }) => refused)).toEqual([])
  for (const [, ms] of arrivals) {
    expect(ms.length).toBeGreaterThan(0)
    expect(Math.max(...ms)).toBeLessThan(LATE_MS_MAX)
  }
}

test('[D1–D4] without Redis nothing is lost, and people read each other a moment later', async () => {
  const { rooms, hush } = await people()
  const before = await talkFor(2_000)
  await cluster.redis.stop()
  const going = await talkFor(1_000)
  const away = await talkFor(TALK_MS)
  await cluster.redis.start()
  const back = await talkFor(2_000)
  // Again and again, and while it begins.
  const restarts = performance.now()
  for (let i = 0; i < 5; i++) {
    await cluster.redis.stop()
    await cluster.redis.start()
    await pause(200)
  }
  hush()
  await judged(rooms, {
    'with Redis': before,
    'as it goes': going,
    'without it (p99 is to be at most 1,000)': away,
    'as it comes back': back,
    'restarted five times': [restarts, performance.now()],
  })
}, 90_000)

test.each([
  ['is refused by', (index: number) => cluster.node(index).toRedis.line.refuse()],
  ['hears no more from', (index: number) => cluster.node(index).toRedis.line.freeze()],
])(
  '[D4] a node that %s Redis alone tells and is told all the same',
  async (_, part) => {
    const { rooms, hush } = await people()
    await pause(1_000)
    part(2)
    const parting = await talkFor(1_000)
    const apart = await talkFor(TALK_MS)
    cluster.node(2).toRedis.line.mend()
    const back = await talkFor(2_000)
    hush()
    await judged(rooms, { 'as the line goes': parting, apart, 'back again': back })
  },
  60_000,
)

test('who is here and who writes is seen on all nodes; without Redis people go on, and are told that it may not be all', async () => {
  const [ana, bo, chidi] = ['Ana', 'Bo', 'Chidi'].map(
    (name, i) => new Talker(name, cluster.nodeUrls[i] ?? ''),
  ) as [Talker, Talker, Talker]
  onTestFinished(() => {
    for (const { client } of [ana, bo, chidi]) client.close()
  })
  const code = await ana.create()
  for (const one of [bo, chidi]) await one.join(code)
  const seen = () =>
    [ana, bo, chidi].map(({ room }) => {
      const { here, count, isComplete } = room.view.roster
      return [
        here
          .map(({ name }) => name)
          .sort()
          .join(' '),
        count,
        isComplete,
      ]
    })
  const all = (isComplete: boolean) => Array(3).fill(['Ana Bo Chidi', 3, isComplete])
  await vi.waitFor(() => expect(seen()).toEqual(all(true)), WITHIN)
  await vi.waitFor(() => {
    bo.room.setTyping(true)
    expect(ana.room.view.roster.typing.map(({ name }) => name)).toEqual(['Bo'])
    expect(bo.room.view.roster.typing).toEqual([])
  }, WITHIN)
  await cluster.redis.stop()
  await vi.waitFor(() => expect(seen()).toEqual(all(false)), WITHIN)
  chidi.room.leave()
  await cluster.redis.start()
  await vi.waitFor(() => {
    for (const [here, count, isComplete] of seen().slice(0, 2))
      expect([here, count, isComplete]).toEqual(['Ana Bo', 2, true])
  }, WITHIN)
}, 60_000)
