import { expect, test } from 'vitest'
import { Conversation, percentiles } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import type { Talker } from '../processes/talker.ts'
import { openCluster } from './cluster.ts'

const ROOMS = 20
const PEOPLE_PER_ROOM = 50

/** By when whoever lost their line is back and level again, in milliseconds. */
const BACK_MS_MAX = 10_000

const scene = openScene()
const cluster = await openCluster()

/** How long each absence of somebody lasted, in milliseconds; and who is away now. */
function watchAbsences(talkers: readonly Talker[]) {
  const awaySince = new Map<Talker, number>()
  const absences: number[] = []
  for (const talker of talkers) {
    const look = () => {
      const isThere = talker.client.connection.name === 'live' && talker.room.view.phase === 'live'
      const since = awaySince.get(talker)
      if (!isThere && since === undefined) awaySince.set(talker, performance.now())
      if (isThere && since !== undefined) {
        awaySince.delete(talker)
        absences.push(performance.now() - since)
      }
    }
    talker.client.subscribe(look)
    talker.room.subscribe(look)
  }
  return { absences, away: awaySince }
}

test('[D1–D6] all nodes are restarted one after the other under a thousand people: nothing lost, nothing doubled, everybody back by themselves', async () => {
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await Conversation.open(scene, cluster, PEOPLE_PER_ROOM))
  const people = rooms.flatMap(({ talkers }) => talkers)
  const { absences, away } = watchAbsences(people)
  let said = 0
  const chatter = setInterval(() => {
    const room = rooms[said % ROOMS]
    const talker = room?.talkers[said % PEOPLE_PER_ROOM]
    if (room && talker) room.say(talker, `said while nodes come and go: ${said}`)
    said += 1
  }, 50)
  const from = performance.now()
  for (const { server } of cluster.nodes) {
    expect(await server.end('SIGTERM')).toBe(0)
    await server.start()
    await cluster.whenReady()
    while (away.size > 0 && performance.now() - from < 120_000) await pause(20)
  }
  const to = performance.now()
  clearInterval(chatter)
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  console.log(
    `${people.length} people, ${absences.length} absences in ${Math.round((to - from) / 1_000)} s: ${percentiles(absences)}; acks ${percentiles(rooms.flatMap((room) => room.ackMs))}; on another screen ${percentiles(rooms.flatMap((room) => room.arrivalMs(from, to)))}; in the end on the nodes ${cluster.balancer.counts}`,
  )
  expect(absences.length).toBeGreaterThan(people.length / 2)
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.flatMap(({ refused }) => refused)).toEqual([])
  expect(Math.max(...absences)).toBeLessThan(BACK_MS_MAX)
}, 200_000)
