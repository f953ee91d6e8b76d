import type { CrowdSize } from '../crowd.ts'
import { Cluster } from '../peers/cluster.ts'
import { confab } from '../peers/confab.ts'
import { ROUGH, SKETCHY } from '../ramp.ts'
import type { Case, Measured, Run, Scenario } from '../scenario.ts'
import { percentile } from '../statistics.ts'
import { climb, postsPerSecond } from './climb.ts'

/** Little is delivered, so that what is measured is the way to PostgreSQL and back. */
const CONVERSATIONS: CrowdSize = { rooms: 500, membersPerRoom: 2 }
const ONE_ROOM: CrowdSize = { rooms: 1, membersPerRoom: 30 }

/** The most posts that PostgreSQL puts on disk, for one node and for three. */
export const nodesDurable: Scenario = {
  name: 'nodes-durable',
  title: 'The most that several nodes put on disk',
  about:
    'The rate is raised until one message in a hundred takes more than 250 ms or one is lost. In conversations of two hardly anything is told together; in one room everybody waits for the same row. All processes share one core.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'posts', label: 'posts per second', unit: 'count' },
    { figure: 'p50', label: 'p50', unit: 'ms' },
    { figure: 'p99', label: 'p99', unit: 'ms' },
    { figure: 'cpuPerPost', label: 'CPU of all of it for a post', unit: 'ms' },
  ],
  headline: 'posts',
  isInOverview: false,
  drawn: [],
  cases: [
    durableCase('nodes-durable-1', 'Conversations of two, 1 node', 1, CONVERSATIONS, 4_000),
    durableCase('nodes-durable-3', 'Conversations of two, 3 nodes', 3, CONVERSATIONS, 2_000),
    durableCase('nodes-durable-room-1', '30 in one room, 1 node', 1, ONE_ROOM, 16_000),
    durableCase('nodes-durable-room-3', '30 in one room, 3 nodes', 3, ONE_ROOM, 6_000),
  ],
}

function durableCase(id: string, title: string, nodes: number, size: CrowdSize, first: number): Case {
  const measure = (run: Run) => mostOnDisk(nodes, size, first, run)
  return { id, title, goals: [], peers: [confab], measure: (_peer, run) => measure(run) }
}

async function mostOnDisk(nodes: number, size: CrowdSize, first: number, run: Run): Promise<Measured> {
  const cluster = await Cluster.start()
  try {
    const way = run.isQuick ? SKETCHY : ROUGH
    const { best, ended } = await climb(cluster.peer(nodes), size, first, run, way)
    if (!best) return { figures: { posts: 0 }, notes: [`nothing was carried: ${ended}`] }
    const figures = {
      posts: postsPerSecond(best),
      p50: percentile(best.toOthers, 0.5),
      p99: percentile(best.toOthers, 0.99),
      cpuPerPost: (best.serverCpuSeconds / best.posts) * 1_000,
    }
    return { figures, notes: [`more than that: ${ended}`] }
  } finally {
    await cluster.destroy()
  }
}
