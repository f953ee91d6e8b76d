import { Postgres } from '@confab/throwaway'
import { afterAll, expect, test } from 'vitest'
import { Conversation } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import { openCluster } from './cluster.ts'

const ROOMS = 3
const TALKERS = 6

/** How long everything may take to be sent after a standby took over, in milliseconds. */
const EMPTY_MS_MAX = 20_000

const scene = openScene()
const postgres = await Postgres.start({ isDurable: true })
afterAll(() => postgres.destroy())
const standby = await postgres.createStandby({ isSynchronous: true })
const cluster = await openCluster({ postgres })

test('[D1] the database dies under load and its synchronous standby takes over: nothing that was acked is lost', async () => {
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await Conversation.open(scene, cluster, TALKERS))
  for (const room of rooms) room.talk({ everyMs: 50, waitingMax: 20 })
  await pause(3_000)
  const acked = rooms.reduce((sum, room) => sum + room.acked, 0)
  await postgres.stop('immediate')
  await pause(1_000)
  await standby.takeOver(postgres)
  const from = performance.now()
  await pause(2_000)
  for (const room of rooms) room.hush()
  while (rooms.some(({ waiting }) => waiting > 0)) await pause(20)
  const tookMs = performance.now() - from
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  console.log(
    `${acked} posts acked by the one that died; all that waited sent ${Math.round(tookMs)} ms after the other took over, ${rooms.reduce((sum, room) => sum + room.acked, 0)} in all`,
  )
  expect(acked).toBeGreaterThan(0)
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.flatMap(({ refused }) => refused)).toEqual([])
  expect(tookMs).toBeLessThan(EMPTY_MS_MAX)
}, 90_000)
