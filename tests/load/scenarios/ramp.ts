import type { CrowdSize } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { climb, postsPerSecond } from './climb.ts'
import { PEERS } from './peers.ts'
import { TALK_COLUMNS, talkFigures } from './talk-figures.ts'

/** The most that is carried. */
export const ramp: Scenario = {
  name: 'ramp',
  title: 'The most that is carried',
  about:
    'The rate is raised until one message in a hundred takes more than 250 ms or one is lost; counted is the highest rate before that. Every message to every member is one delivery.',
  rounds: { full: 1, quick: 1 },
  columns: [
    { figure: 'perSecond', label: 'deliveries per second', unit: 'count' },
    { figure: 'posts', label: 'posts per second', unit: 'count' },
    ...TALK_COLUMNS,
  ],
  headline: 'perSecond',
  drawn: ['perSecond'],
  cases: [
    {
      id: 'ramp-one-room',
      title: '1,000 in one room',
      goals: [{ figure: 'perSecond', atLeast: 5_000_000 }],
      peers: PEERS,
      measure: (peer, run) => measure(peer, { rooms: 1, membersPerRoom: 1_000 }, 40, run),
    },
    {
      id: 'ramp-100-rooms',
      title: '100 rooms of 10',
      // For Confab the posts are durable ones.
      goals: [
        { figure: 'perSecond', atLeast: 500_000 },
        { figure: 'posts', atLeast: 50_000 },
      ],
      peers: PEERS,
      measure: (peer, run) => measure(peer, { rooms: 100, membersPerRoom: 10 }, 4_000, run),
    },
  ],
}

async function measure(peer: Peer, size: CrowdSize, first: number, run: Run): Promise<Measured> {
  const { best, ended } = await climb(peer, size, first, run)
  if (!best) return { figures: { perSecond: 0, posts: 0 }, notes: [`nothing was carried: ${ended}`] }
  const posts = postsPerSecond(best)
  return {
    figures: { ...talkFigures(best), posts, perSecond: posts * size.membersPerRoom },
    notes: [`more than that: ${ended}`],
  }
}
