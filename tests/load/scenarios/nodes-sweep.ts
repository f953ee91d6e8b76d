import { createId, type RoomId } from '@confab/protocol'
import { ROOMS_PER_CONNECTION_MAX } from '@confab/protocol/limits'
import { pause } from '../crowd.ts'
import { Cluster, workBetween } from '../peers/cluster.ts'
import { confab } from '../peers/confab.ts'
import { ConfabLine, confabReader } from '../peers/confab-line.ts'
import type { Case, Measured, Run, Scenario } from '../scenario.ts'

/** How long a node is looked at, in milliseconds: some sweeps of it. */
const WATCHED_MS = 6_000
const WATCHED_MS_QUICK = 3_000

/** After everybody is in, and after Redis went, in milliseconds. */
const SETTLING_MS = 2_000

/** What a node asks that is idle but for the rooms that are open on it. */
export const nodesSweep: Scenario = {
  name: 'nodes-sweep',
  title: 'What open rooms cost a node in which nobody speaks',
  about:
    'A node asks PostgreSQL every three seconds where all its open rooms stand, and twice a second while it has no Redis. Its connections are in fifty rooms each.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'node', label: 'node, of a core', unit: 'part' },
    { figure: 'postgres', label: 'PostgreSQL', unit: 'part' },
    { figure: 'redis', label: 'Redis', unit: 'part' },
    { figure: 'untoldNode', label: 'node without Redis', unit: 'part' },
    { figure: 'untoldPostgres', label: 'PostgreSQL then', unit: 'part' },
  ],
  headline: 'node',
  isInOverview: false,
  drawn: [],
  cases: [
    sweepCase('nodes-sweep-100', '100 rooms', 100),
    sweepCase('nodes-sweep-10000', '10,000 rooms', 10_000),
  ],
}

function sweepCase(id: string, title: string, rooms: number): Case {
  return { id, title, goals: [], peers: [confab], measure: (_peer, run) => watchIdle(rooms, run) }
}

async function watchIdle(rooms: number, { isQuick, say }: Run): Promise<Measured> {
  const cluster = await Cluster.start()
  try {
    await cluster.startNodes(1)
    const began = performance.now()
    await openRooms(cluster.nodes[0]?.port ?? 0, rooms)
    say(`  ${rooms} rooms opened in ${((performance.now() - began) / 1_000).toFixed(1)} s`)
    const watchedMs = isQuick ? WATCHED_MS_QUICK : WATCHED_MS
    const told = await watch(cluster, watchedMs, true)
    await cluster.redis.stop()
    const untold = await watch(cluster, watchedMs, false)
    return { figures: { ...told, untoldNode: untold.node, untoldPostgres: untold.postgres }, notes: [] }
  } finally {
    await cluster.destroy()
  }
}

/** The parts of a core that were used. */
async function watch(
  cluster: Cluster,
  watchedMs: number,
  isRedisAsked: boolean,
): Promise<{ node: number; postgres: number; redis: number }> {
  await pause(SETTLING_MS)
  const before = await cluster.work({ isRedisAsked })
  await pause(watchedMs)
  const work = workBetween(before, await cluster.work({ isRedisAsked }))
  const part = (cpuSeconds: number) => (cpuSeconds * 1_000) / watchedMs
  return { node: part(work.nodesCpu), postgres: part(work.postgresCpu), redis: part(work.redisCpu) }
}

/** Every connection makes as many rooms as one may be in. */
async function openRooms(port: number, count: number): Promise<void> {
  let left = count
  const openInTurn = async () => {
    while (left > 0) {
      const rooms = Math.min(left, ROOMS_PER_CONNECTION_MAX)
      left -= rooms
      const line = await ConfabLine.open({ port, token: null, reader: confabReader(), onEvents: () => {} })
      for (let i = 0; i < rooms; i++)
        await line.ask({ type: 'create-room', ref: 1, roomId: createId<RoomId>(), name: 'Ana' }, 'reset')
      line.onEvents = null
    }
  }
  await Promise.all(Array.from({ length: 50 }, openInTurn))
}
