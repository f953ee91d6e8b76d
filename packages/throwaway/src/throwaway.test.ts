import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Postgres, Redis } from './index.ts'

async function aPostgres(...options: Parameters<typeof Postgres.start>) {
  const postgres = await Postgres.start(...options)
  onTestFinished(() => postgres.destroy())
  return postgres
}

test('a PostgreSQL that was stopped has its data when it starts again, even after a crash', async () => {
  const postgres = await aPostgres({ isDurable: true })
  await postgres.query('CREATE TABLE kept (word text)')
  await postgres.query("INSERT INTO kept VALUES ('salt')")
  await postgres.stop('immediate')
  await expect(postgres.query('SELECT 1')).rejects.toThrow()
  await postgres.start()
  expect(await postgres.query('SELECT word FROM kept')).toEqual([{ word: 'salt' }])
})

test('databases of one PostgreSQL know nothing of each other', async () => {
  const postgres = await aPostgres()
  const [one, other] = [await postgres.createDatabase(), await postgres.createDatabase()]
  const name = (url: string) => new URL(url).pathname.slice(1)
  await postgres.query('CREATE TABLE here (word text)', name(one))
  await expect(postgres.query('SELECT * FROM here', name(other))).rejects.toThrow('does not exist')
})

test('a synchronous standby has what was committed, and goes on with it when it is promoted', async () => {
  const postgres = await aPostgres({ isDurable: true })
  await postgres.query('CREATE TABLE kept (word text)')
  const standby = await postgres.createStandby({ isSynchronous: true })
  await postgres.query("INSERT INTO kept VALUES ('salt')")
  await postgres.stop('immediate')
  await standby.promote()
  await standby.query("INSERT INTO kept VALUES ('pepper')")
  expect(await standby.query('SELECT word FROM kept')).toEqual([{ word: 'salt' }, { word: 'pepper' }])
})

test('a Redis answers, and again after it was stopped', async () => {
  const redis = await Redis.start()
  onTestFinished(() => redis.destroy())
  await redis.stop()
  await redis.start()
})

test('nothing stays behind of a process that was killed', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'confab-killed-'))
  chmodSync(directory, 0o777)
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const kept = () => readdirSync(directory).filter((name) => /^confab-(postgres|redis)-/.test(name))
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./testing/starts-both.ts', import.meta.url))],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: directory } },
  )
  const [ports] = await once(child.stdout, 'data')
  const [postgres, redis] = String(ports).trim().split(' ')
  const running = () => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
  expect(running()).toContain(`-p ${postgres}`)
  expect(running()).toContain(`:${redis}`)
  expect(kept()).not.toEqual([])
  child.kill('SIGKILL')
  await vi.waitFor(
    () => {
      expect(running()).not.toContain(`-p ${postgres}`)
      expect(running()).not.toContain(`:${redis}`)
      expect(kept()).toEqual([])
    },
    { timeout: 20_000, interval: 100 },
  )
})
