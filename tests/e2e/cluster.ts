import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Balancer, Postgres, Redis } from '@confab/throwaway'
import pg from 'pg'
import { MAIN, type Preparation, ServerProcess, type TestServer } from './server-process.ts'

const NODES = 3

const run = promisify(execFile)

/** Playwright's global set-up when people are to talk on a cluster: the PostgreSQL and the Redis that all of its tests share. */
export default async function startServers(): Promise<() => Promise<void>> {
  const [postgres, redis] = await Promise.all([Postgres.start(), Redis.start()])
  // Workers have the environment of the process that starts them.
  process.env.CONFAB_E2E_POSTGRES = postgres.url
  process.env.CONFAB_E2E_REDIS = redis.url
  return async () => {
    await Promise.all([postgres.destroy(), redis.destroy()])
  }
}

/** Three nodes on a database of their own, behind a load balancer: to a browser one server, to be ended and started as one. */
export async function startCluster({ settings, prepare }: Preparation): Promise<TestServer> {
  const databaseUrl = await createDatabase(shared('CONFAB_E2E_POSTGRES'))
  const directory = await mkdtemp(join(tmpdir(), 'confab-e2e-'))
  await prepare(directory)
  await moveIfFilled(directory, databaseUrl)
  await rm(directory, { recursive: true, force: true })

  const files = await mkdtemp(join(tmpdir(), 'confab-e2e-files-'))
  const environment = {
    ...settings,
    DATABASE_URL: databaseUrl,
    REDIS_URL: shared('CONFAB_E2E_REDIS'),
    CONFAB_FILES_DIR: files,
  }
  const nodes = Array.from({ length: NODES }, () => new ServerProcess(environment))
  const boot = async () => void (await Promise.all(nodes.map((node) => node.boot())))
  await boot()
  const balancer = await Balancer.open(nodes.map(({ port }) => port))
  const whenReady = async () => {
    while (balancer.readyPorts.length < NODES) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await whenReady()
  const halt = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const codes = await Promise.all(nodes.map((node) => node.halt(signal)))
    return codes.some((code) => code === null) ? null : Math.max(...codes.map(Number))
  }
  return {
    origin: `http://127.0.0.1:${balancer.port}`,
    async boot() {
      await boot()
      await whenReady()
    },
    halt,
    async stop() {
      await halt('SIGTERM')
      await balancer.close()
      await rm(files, { recursive: true, force: true })
    },
  }
}

function shared(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is set by the global set-up, which did not run.`)
  return value
}

async function createDatabase(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const name = `confab_${randomBytes(6).toString('hex')}`
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

/** What was prepared as a file goes the way an operator would take it. */
async function moveIfFilled(directory: string, databaseUrl: string): Promise<void> {
  if ((await readdir(directory)).length === 0) return
  await run(process.execPath, [MAIN, 'move', '--from', 'sqlite', '--to', 'postgres'], {
    env: { PATH: process.env.PATH, CONFAB_DATA_DIR: directory, DATABASE_URL: databaseUrl },
  })
}
