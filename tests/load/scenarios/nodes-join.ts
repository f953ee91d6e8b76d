import { pause } from '../crowd.ts'
import { type Reading, stampedText } from '../frame-reader.ts'
import type { Member } from '../peer.ts'
import { Cluster, type ClusterWork, workBetween } from '../peers/cluster.ts'
import { confab, enteringAt } from '../peers/confab.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { percentile } from '../statistics.ts'

const ROOMS = 500
const ROOMS_QUICK = 200

/** How many members of the new node come in at once. */
const ENTERING_AT_ONCE = 50

/** What is said in all rooms together, in posts a second, and how often somebody speaks, in milliseconds. */
const POSTS_PER_SECOND = 200
const TICK_MS = 10

/** A node joins two others that are at work. */
export const nodesJoin: Scenario = {
  name: 'nodes-join',
  title: 'A node joins',
  about: `Two nodes have ${ROOMS} rooms open, each with a member on either; 200 posts a second are said. A third node starts, and is sent one member for each of these rooms, fifty at a time. Counted is what that costs all processes together, and how late messages are.`,
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'ready', label: 'ready after', unit: 'seconds' },
    { figure: 'entered', label: 'all are in after', unit: 'seconds' },
    { figure: 'nodePerRoom', label: 'new node’s CPU for a room', unit: 'ms' },
    { figure: 'othersPerRoom', label: 'everybody else’s', unit: 'ms' },
    { figure: 'p99Before', label: 'p99 before', unit: 'ms' },
    { figure: 'p99Meanwhile', label: 'p99 of the others meanwhile', unit: 'ms' },
    { figure: 'p99New', label: 'p99 of the new one in the first second', unit: 'ms' },
    { figure: 'p99Others', label: 'p99 of the others then', unit: 'ms' },
  ],
  headline: 'entered',
  isInOverview: false,
  drawn: [],
  cases: [
    {
      id: 'nodes-join',
      title: `The third node, ${ROOMS} rooms`,
      goals: [],
      peers: [confab],
      measure: (_peer, run) => measure(run),
    },
  ],
}

async function measure({ isQuick, say }: Run): Promise<Measured> {
  const cluster = await Cluster.start()
  const times = [0, 1, 2].map((): number[] => [])
  try {
    await cluster.startNodes(2)
    const rooms = isQuick ? ROOMS_QUICK : ROOMS
    // The member is the node.
    const enter = enteringAt((_room, member) => cluster.nodes[member]?.port ?? 0)
    const comeIn = (room: number, member: number) =>
      enter(room, member, {
        hear: (reading) => times[member]?.push(...timesToOthers(reading, member)),
        closed: () => {},
      })
    const talkers: Member[] = []
    for (const member of [0, 1])
      talkers.push(...(await inTurns(rooms, ENTERING_AT_ONCE, (room) => comeIn(room, member))))
    const stopTalking = startTalking(talkers, rooms)
    const others = (): readonly number[] => [...(times[0] ?? []), ...(times[1] ?? [])]
    const forget = () => {
      for (const list of times) list.length = 0
    }
    await pause(1_500)
    forget()
    await pause(2_000)
    const p99Before = percentile(others(), 0.99)
    forget()

    const starts = performance.now()
    await cluster.addNode()
    const ready = (performance.now() - starts) / 1_000
    say(`  ready after ${ready.toFixed(2)} s`)
    const before = await cluster.work()
    const newBefore = cluster.cpuSecondsOfNode(2)
    const begins = performance.now()
    await inTurns(rooms, ENTERING_AT_ONCE, (room) => comeIn(room, 2))
    const entered = (performance.now() - begins) / 1_000
    const nodeCpu = cluster.cpuSecondsOfNode(2) - newBefore
    const work = workBetween(before, await cluster.work())
    const p99Meanwhile = percentile(others(), 0.99)
    forget()
    await pause(1_000)
    stopTalking()
    return {
      figures: {
        ready,
        entered,
        nodePerRoom: (nodeCpu * 1_000) / rooms,
        othersPerRoom: ((allCpu(work) - nodeCpu) * 1_000) / rooms,
        p99Before,
        p99Meanwhile,
        p99New: percentile(times[2] ?? [], 0.99),
        p99Others: percentile(others(), 0.99),
      },
      notes: isQuick ? [`a quick run: ${rooms} rooms`] : [],
    }
  } finally {
    await cluster.destroy()
  }
}

const allCpu = ({ nodesCpu, postgresCpu, redisCpu }: ClusterWork): number => nodesCpu + postgresCpu + redisCpu

function timesToOthers({ stamps }: Reading, member: number): number[] {
  const now = performance.now()
  return stamps.flatMap((stamp) => (stamp.member === member ? [] : [now - stamp.postedAt]))
}

/** Everybody speaks in turn, first all on one node, then all on the other. */
function startTalking(talkers: readonly Member[], rooms: number): () => void {
  let posted = 0
  const began = performance.now()
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1_000) * POSTS_PER_SECOND
    for (; posted < due; posted++) {
      const talker = posted % talkers.length
      talkers[talker]?.post(stampedText(Math.floor(talker / rooms), performance.now()))
    }
  }, TICK_MS)
  return () => clearInterval(timer)
}

/** So many of something in order, a few at a time. */
async function inTurns<Made>(
  count: number,
  atOnce: number,
  make: (i: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = []
  let next = 0
  const makeInTurn = async () => {
    while (next < count) {
      const i = next++
      made[i] = await make(i)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, makeInTurn))
  return made
}
