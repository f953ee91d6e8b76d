import { cpSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Conversation, percentiles } from '../processes/conversation.ts'
import { openScene, pause } from '../processes/scene.ts'
import { MAIN, SERVER_COMMAND } from '../processes/server-process.ts'
import { openCluster } from './cluster.ts'

const ROOMS = 3
const TALKERS = 9

/** What the version after this one adds: this one must neither notice nor mind. */
const LATER_STEP = `
ALTER TABLE messages ADD COLUMN mood text;
ALTER TABLE members ADD COLUMN motto text NOT NULL DEFAULT '';
CREATE TABLE moods (mood text PRIMARY KEY);
CREATE INDEX messages_mood ON messages (mood) WHERE mood IS NOT NULL;
`

const scene = openScene()
const cluster = await openCluster()

/** The built server with one more step of the schema. */
function laterVersion(): readonly [string, ...string[]] {
  const directory = mkdtempSync(join(tmpdir(), 'confab-later-'))
  afterAll(() => rm(directory, { recursive: true, force: true }))
  const dist = join(directory, 'server/dist')
  cpSync(dirname(MAIN), dist, { recursive: true })
  symlinkSync(join(dirname(MAIN), '../node_modules'), join(directory, 'server/node_modules'))
  const steps = join(dist, 'migrations/postgres')
  const number = String(readdirSync(steps).length + 1).padStart(4, '0')
  writeFileSync(join(steps, `${number}-moods.sql`), LATER_STEP)
  return [process.execPath, join(dist, 'main.js')]
}

test('[D1–D6] the schema changes under load, while nodes of two versions serve the same rooms, forth and back again', async () => {
  const later = laterVersion()
  const rooms: Conversation[] = []
  for (let i = 0; i < ROOMS; i++) rooms.push(await Conversation.open(scene, cluster, TALKERS))
  for (const room of rooms) room.talk({ everyMs: 100, waitingMax: 20 })
  const become = async (index: number, command: readonly [string, ...string[]]) => {
    const { server } = cluster.node(index)
    await server.end('SIGTERM')
    await server.start(command)
    await cluster.whenReady()
    await pause(1_000)
  }
  await become(0, later)
  await become(1, later)
  // The new version turns out to be no good.
  await become(0, SERVER_COMMAND)
  await become(0, later)
  await become(2, later)
  const verdicts = await Promise.all(rooms.map((room) => room.end()))
  const database = cluster.database
  const columns = await cluster.postgres.query(
    "SELECT column_name FROM information_schema.columns WHERE column_name IN ('mood', 'motto') AND table_schema = 'public'",
    database,
  )
  console.log(
    `${rooms.reduce((sum, { said }) => sum + said, 0)} posts through five changes of version: acks ${percentiles(rooms.flatMap((room) => room.ackMs))}`,
  )
  expect(columns).toHaveLength(3)
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([])
  expect(verdicts.flatMap(({ refused }) => refused)).toEqual([])
}, 120_000)
