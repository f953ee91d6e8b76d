import { Crowd, type CrowdSize, pause } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { PEERS } from './peers.ts'
import { TALK_COLUMNS, talkFigures, talkNotes } from './talk-figures.ts'

const IN_ONE_ROOM: CrowdSize = { rooms: 1, membersPerRoom: 1_000 }
const IN_100_ROOMS: CrowdSize = { rooms: 100, membersPerRoom: 10 }
const A_DOZEN: CrowdSize = { rooms: 1, membersPerRoom: 10 }

/** Everybody carries the same, and the CPU it takes is compared. */
export const equalLoad: Scenario = {
  name: 'equal',
  title: 'The same load for everybody',
  about:
    'The same members say the same at the same rate on each server in turn. What differs is the CPU it takes and how long a message is on its way.',
  rounds: { full: 3, quick: 1 },
  columns: TALK_COLUMNS,
  headline: 'perCpuSecond',
  drawn: ['perCpuSecond'],
  cases: [
    {
      id: 'equal-one-room',
      title: '1,000 in one room, 80 posts a second',
      goals: [{ figure: 'perCpuSecond', timesPeer: 'socket.io', atLeast: 2 }],
      peers: PEERS,
      measure: (peer, run) => carry(peer, IN_ONE_ROOM, 80, run),
    },
    {
      id: 'equal-100-rooms',
      title: '100 rooms of 10, 6,000 posts a second',
      goals: [{ figure: 'perCpuSecond', timesPeer: 'socket.io', atLeast: 1.4 }],
      peers: PEERS,
      measure: (peer, run) => carry(peer, IN_100_ROOMS, 6_000, run),
    },
  ],
}

/** How long a message takes when the server is all but idle. */
export const latency: Scenario = {
  name: 'latency',
  title: 'From a post to another screen, in a quiet room',
  about:
    'Ten people in a room, fifty posts a second. The time is from the post to the frame that another member receives.',
  rounds: { full: 3, quick: 1 },
  columns: TALK_COLUMNS,
  headline: 'p99',
  drawn: ['p50', 'p99'],
  cases: [
    {
      id: 'latency',
      title: '10 in one room, 50 posts a second',
      goals: [
        { figure: 'p50', atMost: 1.2 },
        { figure: 'p99', atMost: 4 },
      ],
      peers: PEERS,
      measure: (peer, run) => carry(peer, A_DOZEN, 50, run),
    },
  ],
}

async function carry(peer: Peer, size: CrowdSize, rate: number, { isQuick }: Run): Promise<Measured> {
  const crowd = await Crowd.gather(peer, size)
  try {
    await pause(500)
    // Once for the compilers, on both sides.
    await crowd.talk(rate, isQuick ? 1 : 2)
    const talk = await crowd.talk(rate, isQuick ? 2 : 6)
    return { figures: talkFigures(talk), notes: talkNotes(talk) }
  } finally {
    await crowd.disperse()
  }
}
