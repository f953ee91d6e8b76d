// Three nodes, PostgreSQL, Redis and a load balancer on this machine, to be taken apart by hand: `npx -y pnpm cluster`.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Balancer, freePort, Postgres, Redis } from '@confab/throwaway'
import { ClusterNode } from './cluster-node.ts'
import { endWithLaunchers } from './launchers.ts'
import { ensureRedis } from './programs.ts'
import { run } from './run.ts'

const NODES = 3
const PORT = Number(process.env.PORT || 3000)

console.log('Building what changed …')
const code = await run('turbo', ['run', 'build', '--output-logs=errors-only'], { isQuiet: true })
if (code !== 0) process.exit(code)
const redisServer = await ensureRedis()
if (redisServer === null) process.exit(1)
process.env.REDIS_SERVER = redisServer

const [postgres, redis] = await Promise.all([Postgres.start({ isDurable: true }), Redis.start()])
const files = await mkdtemp(join(tmpdir(), 'confab-cluster-files-'))
const environment = {
  DATABASE_URL: await postgres.createDatabase(),
  REDIS_URL: redis.url,
  CONFAB_FILES_DIR: files,
}
const nodes = await Promise.all(
  Array.from({ length: NODES }, async (_, index) => {
    const name = index + 1
    return new ClusterNode(await freePort(), environment, (line) => console.error(`${name} ${line}`))
  }),
)
await Promise.all(nodes.map((node) => node.start()))
const balancer = await Balancer.open(
  nodes.map(({ port }) => port),
  { port: PORT, host: process.env.HOST || '127.0.0.1' },
)

console.log(`
Confab is at http://localhost:${PORT}, on whichever of three nodes has its turn.
${nodes.map(({ port }, index) => `  node ${index + 1}       http://127.0.0.1:${port}`).join('\n')}
  PostgreSQL   ${environment.DATABASE_URL}
  Redis        ${redis.url}
It is all gone when this ends. Until then:
  1 2 3        restart a node, as a deployment does
  k            kill a node, which comes back after five seconds
  r  p         restart Redis, PostgreSQL
  q            quit
`)

/** What a key does, told before and after. */
const DEEDS: Record<string, { what: string; run: () => Promise<void> }> = {
  ...Object.fromEntries(nodes.map((node, index) => [String(index + 1), restartOf(node, index + 1)])),
  k: {
    what: 'killing a node',
    async run() {
      const node = nodes[Math.floor(Math.random() * NODES)]
      await node?.stop('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 5_000))
      await node?.start()
    },
  },
  r: {
    what: 'restarting Redis',
    async run() {
      await redis.stop()
      await redis.start()
    },
  },
  p: {
    what: 'restarting PostgreSQL',
    async run() {
      await postgres.stop('fast')
      await postgres.start()
    },
  },
}

function restartOf(node: ClusterNode, name: number) {
  return {
    what: `restarting node ${name}`,
    async run() {
      await node.stop()
      await node.start()
    },
  }
}

/** One deed after the other, whatever is typed. */
let busy: Promise<void> = Promise.resolve()
let isEnding = false

function perform(key: string): void {
  const deed = DEEDS[key]
  if (!deed || isEnding) return
  busy = busy.then(async () => {
    console.log(`… ${deed.what}`)
    await deed.run().catch((error: unknown) => console.error(error))
    console.log(`    done; ready: ${balancer.readyPorts.length} of ${NODES}`)
  })
}

async function end(): Promise<void> {
  if (isEnding) return
  isEnding = true
  console.log('… ending')
  await busy
  await Promise.all(nodes.map((node) => node.stop()))
  await balancer.close()
  await Promise.all([postgres.destroy(), redis.destroy(), rm(files, { recursive: true, force: true })])
  process.exit(0)
}

if (process.stdin.isTTY) process.stdin.setRawMode(true)
process.stdin.on('data', (data: Buffer) => {
  // Ctrl-C is no signal while keys are read as they are.
  for (const key of data.toString()) key === 'q' || key === '\u0003' ? void end() : perform(key)
})
process.on('SIGINT', () => void end())
process.on('SIGTERM', () => void end())
endWithLaunchers()
