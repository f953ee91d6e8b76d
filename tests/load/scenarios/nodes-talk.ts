import { Crowd, type CrowdSize, pause } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import { Cluster, type ClusterWork, workBetween } from '../peers/cluster.ts'
import { confab } from '../peers/confab.ts'
import type { Case, Figures, Measured, Run, Scenario } from '../scenario.ts'
import { talkFigures, talkNotes } from './talk-figures.ts'

const IN_100_ROOMS: CrowdSize = { rooms: 100, membersPerRoom: 10 }
const IN_ONE_ROOM: CrowdSize = { rooms: 1, membersPerRoom: 1_000 }

const RATE = 1_000
const HOT_RATE = 40

/** The same load on one node, two and three. */
export const nodesTalk: Scenario = {
  name: 'nodes-talk',
  title: 'The same load on several nodes',
  about:
    'Nodes on one PostgreSQL, which writes each commit through to its disk, and one Redis. The members of every room are spread evenly over all nodes, which is the dearest way: each message goes to every node. All processes share one core, so what is compared is the CPU all of it takes together, and the times are those of a machine that does everything at once. Gap readings are questions to PostgreSQL because a doorbell came out of order or not at all, and the sweeps.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'perCpuSecond', label: 'deliveries per CPU second', unit: 'count' },
    { figure: 'nodesCore', label: 'nodes, of a core', unit: 'part' },
    { figure: 'postgresCore', label: 'PostgreSQL', unit: 'part' },
    { figure: 'redisCore', label: 'Redis', unit: 'part' },
    { figure: 'p50', label: 'p50', unit: 'ms' },
    { figure: 'p99', label: 'p99', unit: 'ms' },
    { figure: 'lost', label: 'lost', unit: 'part' },
    { figure: 'commits', label: 'commits a second', unit: 'count' },
    { figure: 'doorbells', label: 'doorbells heard a second', unit: 'count' },
    { figure: 'readings', label: 'gap readings a second', unit: 'count' },
    { figure: 'walPerPost', label: 'written ahead for a post', unit: 'kib' },
    { figure: 'redisPerPost', label: 'through Redis for a post', unit: 'kib' },
  ],
  headline: 'perCpuSecond',
  isInOverview: false,
  drawn: ['perCpuSecond'],
  cases: [
    aloneCase('nodes-sqlite', IN_100_ROOMS, RATE),
    ...[1, 2, 3].map((count) => nodesCase('nodes-100-rooms', count, IN_100_ROOMS, RATE)),
    aloneCase('nodes-hot-sqlite', IN_ONE_ROOM, HOT_RATE),
    ...[1, 2, 3].map((count) => nodesCase('nodes-hot', count, IN_ONE_ROOM, HOT_RATE)),
  ],
}

function titleOf({ rooms, membersPerRoom }: CrowdSize, rate: number, on: string): string {
  const where =
    rooms > 1 ? `${rooms} rooms of ${membersPerRoom}` : `${membersPerRoom.toLocaleString('en')} in one room`
  return `${where}, ${rate.toLocaleString('en')} posts a second, ${on}`
}

function aloneCase(id: string, size: CrowdSize, rate: number): Case {
  return {
    id,
    title: titleOf(size, rate, 'one node on SQLite'),
    goals: [],
    peers: [confab],
    measure: async (_peer, run) => (await carry(confab, size, rate, run, null)).measured,
  }
}

function nodesCase(id: string, count: number, size: CrowdSize, rate: number): Case {
  return {
    id: `${id}-${count}`,
    title: titleOf(size, rate, count === 1 ? '1 node' : `${count} nodes`),
    goals: [],
    peers: [confab],
    async measure(_peer, run) {
      const cluster = await Cluster.start()
      try {
        const { measured, work, seconds } = await carry(cluster.peer(count), size, rate, run, cluster)
        if (!work) return measured
        return { ...measured, figures: { ...measured.figures, ...workFigures(work, seconds) } }
      } finally {
        await cluster.destroy()
      }
    },
  }
}

type Carried = { measured: Measured; work: ClusterWork | null; seconds: number }

async function carry(
  peer: Peer,
  size: CrowdSize,
  rate: number,
  { isQuick }: Run,
  cluster: Cluster | null,
): Promise<Carried> {
  const crowd = await Crowd.gather(peer, size)
  try {
    await pause(500)
    // Once for the compilers, on both sides.
    await crowd.talk(rate, 1)
    const before = await cluster?.work()
    const talk = await crowd.talk(rate, isQuick ? 2 : 4)
    const after = await cluster?.work()
    const figures = talkFigures(talk)
    const measured = {
      figures: { ...figures, nodesCore: talk.serverCpuSeconds / talk.spokeForSeconds },
      notes: talkNotes(talk),
    }
    return {
      measured,
      work: before && after ? workBetween(before, after) : null,
      seconds: talk.spokeForSeconds,
    }
  } finally {
    await crowd.disperse()
  }
}

/** What was done for each second, and for each post. */
function workFigures(work: ClusterWork, seconds: number): Figures {
  return {
    nodesCore: work.nodesCpu / seconds,
    postgresCore: work.postgresCpu / seconds,
    redisCore: work.redisCpu / seconds,
    commits: work.commits / seconds,
    doorbells: work.doorbellsHeard / seconds,
    readings: work.readings / seconds,
    walPerPost: work.walBytes / 1_024 / work.changes,
    redisPerPost: (work.redisInBytes + work.redisOutBytes) / 1_024 / work.changes,
  }
}
