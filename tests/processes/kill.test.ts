import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { Conversation } from './conversation.ts'
import { openScene, pause } from './scene.ts'

const KILLS = 50
const ROOMS = 5
const TALKERS_PER_ROOM = 6

/** What is said in each room: fifty thousand messages in all. */
const SAID_PER_ROOM = 10_000

/** How much longer than its share of the talk a life may last, in milliseconds: where in a commit the kill falls is chance. */
const KILL_JITTER_MS = 40

const scene = openScene()

test('[D1–D6] a server killed fifty times while fifty thousand messages are posted: nothing acked lost, nothing doubled, one order', async () => {
  const server = await scene.start()
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await Conversation.open(scene, server, TALKERS_PER_ROOM))
  const sum = (figure: (room: Conversation) => number) =>
    rooms.reduce((total, room) => total + figure(room), 0)

  const beganAt = performance.now()
  for (const room of rooms) room.talk({ everyMs: 2, waitingMax: 4, saidMax: SAID_PER_ROOM })
  let underWay = 0
  for (let kill = 1; kill <= KILLS; kill++) {
    const share = (kill * ROOMS * SAID_PER_ROOM) / (KILLS + 1)
    while (sum((room) => room.acked) < share) await pause(5)
    await pause(Math.random() * KILL_JITTER_MS)
    const ended = server.end('SIGKILL')
    underWay += sum((room) => room.waiting)
    await ended
    await server.start()
    for (const room of rooms) room.retryNow()
  }
  while (sum((room) => room.said) < ROOMS * SAID_PER_ROOM) await pause(20)
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  const seconds = (performance.now() - beganAt) / 1_000

  const stored = verdicts.flatMap(({ history }) => history.stored.filter(({ kind }) => kind === 'message'))
  const acked = sum((room) => room.acked)
  console.log(
    `${KILLS} kills with ${underWay} posts under way, ${acked} acked, ${stored.length} stored, in ${seconds.toFixed(1)} s`,
  )
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(acked).toBe(ROOMS * SAID_PER_ROOM)
  expect(stored).toHaveLength(ROOMS * SAID_PER_ROOM)

  // And so it lies on the disk.
  await server.end('SIGTERM')
  const database = new DatabaseSync(join(server.dataDirectory, 'confab.db'), { readOnly: true })
  expect(database.prepare('PRAGMA quick_check').all()).toEqual([{ quick_check: 'ok' }])
  expect(database.prepare('SELECT count(*) AS messages FROM messages').get()).toEqual({
    messages: stored.length,
  })
  database.close()
}, 400_000)
