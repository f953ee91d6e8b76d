import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MessageId } from '@confab/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { judge, type PersonHistory } from '../history.ts'
import { openScene, pause } from './scene.ts'
import { MAIN } from './server-process.ts'
import type { Talker } from './talker.ts'

const TALKERS = 12

/** How long everything may take to be through after the restore, in milliseconds. */
const QUIET_MS_MAX = 30_000

const scene = openScene()

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'confab-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs a command of Confab to its end. */
async function confab(dataDirectory: string, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', CONFAB_DATA_DIR: dataDirectory },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  const [code] = await once(child, 'close')
  return { code, output, transcript: /transcript ([0-9a-f]{64})/.exec(output)?.[1] }
}

/** What a backup holds of the one room in it, read without Confab. */
function readBackup(file: string): { head: number; places: Map<string, number> } {
  const copy = join(aFolder(), 'copy')
  copyFileSync(file, copy)
  const database = new DatabaseSync(copy, { readOnly: true })
  const head = Number(database.prepare('SELECT head FROM rooms').get()?.head)
  const rows = database.prepare('SELECT message_id, sequence FROM messages').all()
  database.close()
  return { head, places: new Map(rows.map((row) => [String(row.message_id), Number(row.sequence)])) }
}

/** What somebody was told before the server died, as it has to be seen now: the part that the backup does not hold is gone. */
function lessLost(
  person: PersonHistory,
  lost: ReadonlySet<MessageId>,
  toldBefore: number,
  head: number,
): PersonHistory {
  return {
    ...person,
    posted: person.posted.filter(({ messageId }) => !lost.has(messageId)),
    acked: person.acked.difference(lost),
    told: person.told.filter(({ sequence }, i) => i >= toldBefore || sequence <= head),
  }
}

test('[D7] [D8] a backup taken under load and restored elsewhere: equal up to its end, and everybody is told of the rest', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
  const code = await ana.create()
  for (let i = 1; i < TALKERS; i++) await scene.talker(`Talker ${i}`, server.url).join(code)
  const talkers = [...scene.talkers]
  const acked = () => talkers.reduce((sum, { history }) => sum + history.acked.size, 0)

  let said = 0
  let ackGapMs = 0
  let lastAck = { count: 0, at: performance.now() }
  const say = (talker: Talker) => talker.post(`word ${++said}`)
  const chatter = setInterval(() => {
    for (const talker of talkers) for (let free = 20 - talker.waiting; free > 0; free--) say(talker)
    const now = performance.now()
    if (acked() > lastAck.count) lastAck = { count: acked(), at: now }
    ackGapMs = Math.max(ackGapMs, now - lastAck.at)
  }, 5)
  onTestFinished(() => clearInterval(chatter))
  await pause(2_000)

  const file = join(aFolder(), 'night.confab')
  const ackedBefore = acked()
  const backup = await confab(server.dataDirectory, 'backup', file)
  const ackedMeanwhile = acked() - ackedBefore
  expect(backup).toMatchObject({ code: 0, transcript: expect.any(String) })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(ackedMeanwhile).toBeGreaterThan(0)
  const { head, places } = readBackup(file)
  expect(places.size).toBeGreaterThanOrEqual(ackedBefore)

  // Said after the backup, and acked: this is what will be gone.
  const late = scene.talker('Dora', server.url)
  await late.join(code)
  await vi.waitFor(() => expect(acked()).toBeGreaterThan(places.size + 100), { timeout: 20_000 })
  expect((await confab(server.dataDirectory, 'check')).code).toBe(0)
  expect(await confab(server.dataDirectory, 'restore', '--force', file)).toMatchObject({
    code: 1,
    output: expect.stringContaining('is using the data directory'),
  })
  await server.end('SIGKILL')
  clearInterval(chatter)
  for (const talker of talkers) say(talker)
  const waiting = talkers.reduce((sum, talker) => sum + talker.waiting, 0)
  const toldBefore = talkers.map(({ history }) => history.told.length)

  const elsewhere = join(aFolder(), 'data')
  const restored = await confab(elsewhere, 'restore', file)
  expect(restored).toMatchObject({ code: 0, transcript: backup.transcript })
  await scene.start({ dataDirectory: elsewhere, port: server.port })
  for (const talker of [...talkers, late]) talker.client.retryNow()
  await Promise.all(talkers.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))
  const witness = scene.talker('Witness', server.url)
  await witness.join(code)
  await witness.whenQuiet(QUIET_MS_MAX)
  await Promise.all(
    talkers.map((talker) =>
      vi.waitFor(() => expect(talker.room.view.timeline.cursor).toBe(witness.room.view.timeline.cursor), {
        timeout: QUIET_MS_MAX,
      }),
    ),
  )
  for (const talker of [...talkers, witness]) await talker.readAll()

  const stored = witness.history.seen
  const storedPlaces = new Map(
    stored.flatMap((one) => (one.kind === 'message' ? [[one.messageId, one.sequence]] : [])),
  )
  // Up to its end, the backup; behind it, only what had not been acked, each once.
  expect(new Map([...storedPlaces].filter(([, place]) => place <= head))).toEqual(places)
  const lost = new Set(
    talkers.flatMap(({ history }) => [...history.acked].filter((id) => !storedPlaces.has(id))),
  )
  const breaches = judge({
    people: talkers.map(({ history }, i) => lessLost(history, lost, toldBefore[i] ?? 0, head)),
    stored,
    head: witness.room.view.timeline.cursor,
  })
  console.log(
    `${said} posts; ${ackedMeanwhile} acked during the backup, longest time without an ack ${Math.round(ackGapMs)} ms; ` +
      `${places.size} backed up, ${lost.size} gone, ${waiting} waited and arrived`,
  )
  expect(breaches).toEqual([])
  expect(lost.size).toBeGreaterThan(0)
  expect(waiting).toBeGreaterThan(0)
  // Whoever lost something sees where.
  for (const { room } of talkers) expect(room.view.restoredAfter).toBe(head)
  // Who came after the backup is unknown now, and is told so instead of waiting.
  await vi.waitFor(() => expect(late.room.view.phase).toBe('refused'), { timeout: QUIET_MS_MAX })
}, 180_000)

test('a database damaged under a running server: not ready, nothing acked, no crash, and no second start', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
  await ana.create()
  for (let i = 0; i < 20; i++) ana.post(`word ${i} ${'and so on '.repeat(300)}`)
  await ana.whenQuiet(QUIET_MS_MAX)
  await server.end('SIGTERM')
  await server.start()
  const { size } = statSync(join(server.dataDirectory, 'confab.db'))
  const file = openSync(join(server.dataDirectory, 'confab.db'), 'r+')
  writeSync(file, Buffer.alloc(size - 4_096, 0xa5), 0, size - 4_096, 4_096)
  ana.client.retryNow()
  ana.post('into the void')
  const ready = () => fetch(`http://127.0.0.1:${server.port}/readyz`)
  await vi.waitFor(async () => expect((await ready()).status).toBe(503), { timeout: QUIET_MS_MAX })
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200)
  expect(server.log).toContain('"database-damaged"')
  expect(ana.waiting).toBe(1)
  await server.end('SIGTERM')
  await expect(server.start()).rejects.toThrow('confab restore')
  expect(await confab(server.dataDirectory, 'check')).toMatchObject({ code: 1 })
}, 60_000)

test('what cannot be understood is said, with the exit code 2', async () => {
  const nowhere = join(aFolder(), 'data')
  for (const args of [['serve'], ['backup'], ['check', 'it'], ['--quietly']])
    expect(await confab(nowhere, ...args)).toMatchObject({
      code: 2,
      output: expect.stringContaining('confab backup <file>'),
    })
  expect(await confab(nowhere, '--help')).toMatchObject({
    code: 0,
    output: expect.stringContaining('--force'),
  })
  expect(await confab(nowhere, '--version')).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
  expect(await confab(nowhere, 'check')).toMatchObject({
    code: 1,
    output: expect.stringContaining('CONFAB_DATA_DIR'),
  })
}, 60_000)
