import { expect, test } from 'vitest'
import { type Conversation, percentiles } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import { openCluster, openRooms } from './cluster.ts'

const BUSY_ROOMS = 3
const TALKERS = 9
const SAID_PER_ROOM = 3_250

/** In these nothing follows soon that would show that something is missing. */
const QUIET_ROOMS = 40
const SAID_QUIETLY = 250
const SAID_QUIETLY_EVERY_MS = 110

/** How late a message may be on another screen, in milliseconds, before it is a promise that is broken: some looks of the sweep. */
const LATE_MS_MAX = 20_000

const scene = openScene()
const cluster = await openCluster({ weather: { lost: 0.5, repeated: 0.1, late: 0.2 } })

test('[D1–D5] three nodes, and a Redis that drops half of what it is told, repeats some and mixes it up: ten thousand messages, none lost, none doubled, one order', async () => {
  const busy = await openRooms(scene, cluster, { count: BUSY_ROOMS, talkers: TALKERS })
  const quiet = await openRooms(scene, cluster, { count: QUIET_ROOMS, talkers: cluster.nodes.length })

  for (const room of busy) room.talk({ everyMs: 80, waitingMax: 4, saidMax: SAID_PER_ROOM })
  for (let said = 0; said < SAID_QUIETLY; said++) {
    const room = quiet[said % QUIET_ROOMS]
    const talker = room?.talkers[said % cluster.nodes.length]
    if (room && talker) room.say(talker, `quietly ${said}`)
    await pause(SAID_QUIETLY_EVERY_MS)
  }
  while (busy.some(({ said }) => said < SAID_PER_ROOM)) await pause(20)

  const verdicts = await Promise.all([...busy, ...quiet].map((room) => room.end()))
  const late = (of: Conversation[]) => of.flatMap((room) => room.arrivalMs())
  const seen = cluster.nodes.map(({ toRedis }) => toRedis.seen)
  const dropped = seen.reduce((sum, { lost }) => sum + lost, 0)
  console.log(
    `${dropped} of ${seen.reduce((sum, { published }) => sum + published, 0)} words of Redis dropped; from a post to another screen ${percentiles(late([...busy, ...quiet]))}; in quiet rooms ${percentiles(late(quiet))} (p99 is to be at most 4,500)`,
  )
  expect(dropped).toBeGreaterThan(SAID_PER_ROOM)
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.reduce((sum, { acked }) => sum + acked, 0)).toBe(BUSY_ROOMS * SAID_PER_ROOM + SAID_QUIETLY)
  expect(Math.max(...late([...busy, ...quiet]))).toBeLessThan(LATE_MS_MAX)
}, 240_000)
