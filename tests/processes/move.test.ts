import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Postgres } from '@confab/throwaway'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { judge } from '../history.ts'
import { openScene } from './scene.ts'
import { MAIN } from './server-process.ts'

const TALKERS = 8

/** How long everything may take to be through, in milliseconds. */
const QUIET_MS_MAX = 30_000

const scene = openScene()
let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)

afterAll(() => postgres.destroy())

/** Begins a command of Confab; `ended` answers its exit code and all it said. */
function confab(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  const ended = once(child, 'close').then(([code]) => ({
    code,
    output,
    transcript: /transcript ([0-9a-f]{64})/.exec(output)?.[1],
  }))
  return { child, ended }
}

test('[D7] [D8] a move killed twice on its way arrives whole, and everybody goes on where they were', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
  const code = await ana.create()
  for (let i = 1; i < TALKERS; i++) await scene.talker(`Talker ${i}`, server.url).join(code)
  const talkers = [...scene.talkers]
  for (let said = 0; said < 40; said++) for (const talker of talkers) talker.post(`word ${said}`)
  await Promise.all(talkers.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))
  await server.end('SIGTERM')
  // While there is no server people talk on; it waits in their outboxes.
  for (const talker of talkers) talker.post('on the way')
  const here = await confab({ CONFAB_DATA_DIR: server.dataDirectory }, 'check').ended

  const url = await postgres.createDatabase()
  const environment = { CONFAB_DATA_DIR: server.dataDirectory, DATABASE_URL: url }
  const move = () => confab(environment, 'move', '--from', 'sqlite', '--to', 'postgres')
  // Somebody holds a table, so the move stands still there until it is killed.
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  onTestFinished(() => holder.end())
  const killedAt = async (table: string) => {
    await holder.query(`BEGIN; LOCK TABLE ${table} IN EXCLUSIVE MODE`)
    const { child, ended } = move()
    await vi.waitFor(
      async () => {
        const waiting =
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO %'"
        expect(await postgres.query(waiting)).toHaveLength(1)
      },
      { timeout: QUIET_MS_MAX, interval: 50 },
    )
    child.kill('SIGKILL')
    await ended
    await holder.query('ROLLBACK')
  }
  // The schema first, which the move would make.
  const early = confab({ DATABASE_URL: url }, 'renew-epochs')
  expect((await early.ended).code).toBe(0)
  await killedAt('rooms')
  await expect(server.start()).rejects.toThrow('confab move')
  await killedAt('messages')
  await expect(scene.start({ environment: { DATABASE_URL: url } })).rejects.toThrow('confab move')
  const moved = await move().ended
  expect(moved).toMatchObject({ code: 0, transcript: here.transcript })
  expect(await confab({ DATABASE_URL: url }, 'check').ended).toMatchObject({
    code: 0,
    transcript: here.transcript,
  })
  await expect(server.start()).rejects.toThrow('was moved to PostgreSQL')
  expect(await confab(environment, 'backup', 'nowhere').ended).toMatchObject({
    code: 1,
    output: expect.stringContaining('docs/self-hosting.md'),
  })

  await scene.start({ environment: { DATABASE_URL: url }, port: server.port })
  for (const { client } of talkers) client.retryNow()
  await Promise.all(talkers.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))
  const witness = scene.talker('Witness', server.url)
  await witness.join(code)
  await witness.whenQuiet(QUIET_MS_MAX)
  for (const talker of talkers)
    await vi.waitFor(
      () => expect(talker.room.view.timeline.cursor).toBe(witness.room.view.timeline.cursor),
      QUIET_MS_MAX,
    )
  for (const talker of [...talkers, witness]) await talker.readAll()
  // Nobody was told of another history: what they had is what they go on from.
  for (const { room } of talkers) expect(room.view.restoredAfter).toBeNull()
  expect(
    judge({
      people: talkers.map(({ history }) => history),
      stored: witness.history.seen,
      head: witness.room.view.timeline.cursor,
    }),
  ).toEqual([])
  expect(await confab({ DATABASE_URL: url }, 'renew-epochs').ended).toMatchObject({
    code: 1,
    output: expect.stringContaining('is connected'),
  })
}, 120_000)
