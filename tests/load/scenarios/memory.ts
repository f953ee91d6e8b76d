import { pause } from '../crowd.ts'
import type { Peer, RunningPeer } from '../peer.ts'
import { ensureDescriptors, residentKiBOf } from '../process-figures.ts'
import type { Figures, Measured, Run, Scenario } from '../scenario.ts'
import { PEERS } from './peers.ts'

const COUNTS = [5_000, 10_000]
const MEMBERS_PER_ROOM = 100
const ENTERING_AT_ONCE = 50

/** Descriptors of a process besides its connections. */
const OWN_DESCRIPTORS = 200

/** Memory is at rest when it changed by less than this part in so many milliseconds, and at most waited for so long. */
const REST_PART = 0.002
const REST_MS = 3_000
const REST_MS_QUICK = 1_500
const REST_MS_MAX = 20_000

/** What somebody costs who is there and says nothing. */
export const memory: Scenario = {
  name: 'memory',
  title: 'Memory per idle connection',
  about:
    'Connections that joined rooms of 100 and are silent. Counted is the resident memory of the server process above what it was before the first, once it has come to rest; no collection is forced. What the kernel keeps for a socket is in nobody’s figure.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'at5000', label: 'at 5,000', unit: 'kib' },
    { figure: 'at10000', label: 'at 10,000', unit: 'kib' },
    { figure: 'next5000', label: 'of the second 5,000', unit: 'kib' },
  ],
  headline: 'at10000',
  drawn: ['at5000', 'at10000'],
  cases: [
    {
      id: 'memory',
      title: 'Idle connections in rooms of 100',
      goals: [
        { figure: 'at5000', atMost: 9 },
        { figure: 'at10000', atMost: 9 },
      ],
      peers: PEERS,
      measure,
    },
  ],
}

async function measure(peer: Peer, { isQuick }: Run): Promise<Measured> {
  const restMs = isQuick ? REST_MS_QUICK : REST_MS
  const figures: Record<string, number> = {}
  const notes: string[] = []
  // One for the connection here, one in the server, which is another process with the same limit.
  const descriptors = ensureDescriptors(Math.max(...COUNTS) + OWN_DESCRIPTORS)
  const running = await peer.start()
  try {
    let [connected, reached] = [0, await residentAtRest(running.pid, restMs)]
    const before = reached
    for (const count of COUNTS) {
      if (descriptors < count + OWN_DESCRIPTORS) {
        notes.push(
          `this host lets a process have ${descriptors} descriptors, too few for ${count} connections`,
        )
        continue
      }
      for (; connected < count; connected += ENTERING_AT_ONCE) await enterSome(running, connected)
      const resident = await residentAtRest(running.pid, restMs)
      figures[`at${count}`] = (resident - before) / count
      if (reached > before) figures.next5000 = (resident - reached) / 5_000
      reached = resident
    }
    return { figures: figures satisfies Figures, notes }
  } finally {
    await running.stop()
  }
}

async function enterSome(running: RunningPeer, first: number): Promise<void> {
  const listeners = { hear() {}, closed() {} }
  await Promise.all(
    Array.from({ length: ENTERING_AT_ONCE }, (_, i) => {
      const [room, member] = [Math.floor((first + i) / MEMBERS_PER_ROOM), (first + i) % MEMBERS_PER_ROOM]
      return running.enter(room, member, listeners)
    }),
  )
}

/** Resident memory once it changes no more, in KiB. */
async function residentAtRest(pid: number, restMs: number): Promise<number> {
  const giveUpAt = performance.now() + REST_MS_MAX
  let resident = residentKiBOf(pid)
  for (;;) {
    await pause(restMs)
    const before = resident
    resident = residentKiBOf(pid)
    if (Math.abs(resident - before) < before * REST_PART || performance.now() > giveUpAt) return resident
  }
}
