import { expect, test } from 'vitest'
import { Conversation, percentiles } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import { openCluster } from './cluster.ts'

const ROOMS = 3
const TALKERS = 6

/** How long PostgreSQL is away, in milliseconds. */
const AWAY_MS = 3_000

/** By when, after it came back, every outbox is empty, in milliseconds. */
const EMPTY_MS_MAX = 10_000

/** How long everything takes to a server that is far away, in milliseconds, and as long back again. */
const FAR_MS = 60

const scene = openScene()
const cluster = await openCluster({ postgresOptions: { isDurable: true } })

async function openRooms(): Promise<Conversation[]> {
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await Conversation.open(scene, cluster, TALKERS))
  return rooms
}

async function talk(rooms: Conversation[], everyMs = 50): Promise<void> {
  for (const room of rooms) room.talk({ everyMs, waitingMax: 20 })
  await pause(1_000)
}

const waiting = (rooms: Conversation[]) => rooms.reduce((sum, room) => sum + room.waiting, 0)

/** How long it took until no outbox held anything, in milliseconds. */
async function emptied(rooms: Conversation[]): Promise<number> {
  const from = performance.now()
  for (const room of rooms) room.hush()
  while (waiting(rooms) > 0 && performance.now() - from < 60_000) await pause(20)
  return performance.now() - from
}

async function judged(rooms: Conversation[]): Promise<void> {
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.flatMap(({ refused }) => refused)).toEqual([])
}

test('[D1–D3] PostgreSQL is stopped, and crashes, under load: no ack that is not true, and soon after its return every outbox is empty', async () => {
  const rooms = await openRooms()
  for (const how of ['fast', 'immediate'] as const) {
    await talk(rooms)
    await cluster.postgres.stop(how)
    await pause(AWAY_MS)
    const held = waiting(rooms)
    await cluster.postgres.start()
    const tookMs = await emptied(rooms)
    console.log(`${how}: ${held} posts waited, all of them sent ${Math.round(tookMs)} ms after it was back`)
    expect(held).toBeGreaterThan(0)
    expect(tookMs).toBeLessThan(EMPTY_MS_MAX)
  }
  await judged(rooms)
  for (const { server } of cluster.nodes) expect(server.pid).toBeGreaterThan(0)
}, 120_000)

test.each([
  ['is refused by', (index: number) => cluster.node(index).toPostgres.refuse()],
  ['hears no more from', (index: number) => cluster.node(index).toPostgres.freeze()],
])(
  '[D1] a node that %s PostgreSQL alone says that it is not ready, and its people go on elsewhere',
  async (_, part) => {
    await cluster.whenReady()
    const rooms = await openRooms()
    await talk(rooms)
    const [first] = cluster.balancer.counts
    expect(first).toBeGreaterThan(0)
    const { server, toPostgres } = cluster.node(0)
    const from = performance.now()
    const isReady = async () => (await server.readiness()).status === 200
    part(0)
    try {
      while ((await isReady()) && performance.now() - from < 30_000) await pause(20)
      const unreadyMs = performance.now() - from
      expect(await server.readiness()).toMatchObject({ status: 503 })
      while (cluster.balancer.counts[0] !== 0 && performance.now() - from < 60_000) await pause(20)
      expect(cluster.balancer.counts[0]).toBe(0)
      const tookMs = await emptied(rooms)
      console.log(
        `not ready after ${Math.round(unreadyMs)} ms; everybody elsewhere, and nothing waits, after ${Math.round(performance.now() - from)} ms, ${Math.round(tookMs)} ms of it to send what waited; acks ${percentiles(rooms.flatMap((room) => room.ackMs))}`,
      )
    } finally {
      toPostgres.mend()
    }
    await cluster.whenReady()
    await judged(rooms)
  },
  120_000,
)

test('[D1–D4] PostgreSQL far away from one node, and Redis from another: all of it later, and nothing else', async () => {
  await cluster.whenReady()
  const rooms = await openRooms()
  cluster.node(0).toPostgres.delayMs = FAR_MS
  cluster.node(1).toRedis.line.delayMs = FAR_MS
  await talk(rooms, 1_000)
  await pause(3_000)
  console.log(
    `${FAR_MS} ms each way, and whoever posts to a room waits for who holds it: acks ${percentiles(rooms.flatMap((room) => room.ackMs))}; on another screen ${percentiles(rooms.flatMap((room) => room.arrivalMs()))}`,
  )
  await judged(rooms)
  cluster.node(0).toPostgres.delayMs = 0
  cluster.node(1).toRedis.line.delayMs = 0
}, 60_000)
