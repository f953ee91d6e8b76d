import { Crowd, pause } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import { confab } from '../peers/confab.ts'
import type { Case, Measured, Run, Scenario } from '../scenario.ts'
import { percentile } from '../statistics.ts'
import { climb, postsPerSecond } from './climb.ts'
import { talkNotes } from './talk-figures.ts'

/** Conversations of two: little is delivered, so that what is measured is the way to the disk and back. */
const CONVERSATIONS = { rooms: 500, membersPerRoom: 2 }

/** Enough people for 80,000 posts a second at what one of them may post. */
const MANY_CONVERSATIONS = { rooms: 2_000, membersPerRoom: 2 }

/** How long it takes until a post is on disk and its author knows. */
export const acks: Scenario = {
  name: 'acks',
  title: 'Durable acknowledgements',
  about:
    'Conversations of two. The time is from a post until its author has it back, numbered and fsynced. The peers keep nothing, so there is nobody to compare with.',
  rounds: { full: 3, quick: 1 },
  columns: [
    { figure: 'posts', label: 'posts per second', unit: 'count' },
    { figure: 'p50', label: 'p50', unit: 'ms' },
    { figure: 'p99', label: 'p99', unit: 'ms' },
    { figure: 'lost', label: 'lost', unit: 'part' },
  ],
  headline: 'p99',
  drawn: ['p50', 'p99'],
  cases: [atRate(50, 2.5), atRate(2_000, 10), atRate(20_000, 30)],
}

/** The most posts one node puts on disk. */
export const durable: Scenario = {
  name: 'durable',
  title: 'The most that is put on disk',
  about:
    'Two thousand conversations of two. The rate is raised until one message in a hundred takes more than 250 ms or one is lost; every post is fsynced before anybody is told of it.',
  rounds: { full: 1, quick: 1 },
  columns: acks.columns,
  headline: 'posts',
  drawn: [],
  cases: [
    {
      id: 'durable',
      title: 'Durable posts where nothing can be told together',
      goals: [],
      peers: [confab],
      async measure(peer, run) {
        const { best, ended } = await climb(peer, MANY_CONVERSATIONS, 5_000, run)
        if (!best) return { figures: { posts: 0 }, notes: [`nothing was carried: ${ended}`] }
        const figures = {
          posts: postsPerSecond(best),
          p50: percentile(best.toAuthors, 0.5),
          p99: percentile(best.toAuthors, 0.99),
          lost: 1 - best.deliveries / best.due,
        }
        return { figures, notes: [`more than that: ${ended}`] }
      },
    },
  ],
}

function atRate(rate: number, p99MsMax: number): Case {
  return {
    id: `acks-${rate}`,
    title: `${rate.toLocaleString('en')} posts a second`,
    goals: [{ figure: 'p99', atMost: p99MsMax }],
    peers: [confab],
    measure: (peer, run) => measure(peer, rate, run),
  }
}

async function measure(peer: Peer, rate: number, { isQuick }: Run): Promise<Measured> {
  const crowd = await Crowd.gather(peer, CONVERSATIONS)
  try {
    await pause(500)
    await crowd.talk(rate, isQuick ? 1 : 2)
    const talk = await crowd.talk(rate, isQuick ? 2 : 6)
    const figures = {
      posts: postsPerSecond(talk),
      p50: percentile(talk.toAuthors, 0.5),
      p99: percentile(talk.toAuthors, 0.99),
      lost: 1 - talk.deliveries / talk.due,
    }
    return { figures, notes: talkNotes(talk) }
  } finally {
    await crowd.disperse()
  }
}
