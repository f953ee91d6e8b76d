import { createMessageId } from '@confab/protocol'
import { pause } from '../crowd.ts'
import { type Reading, stampedText } from '../frame-reader.ts'
import { confab, type EnteredLine, enterConfab, startConfab } from '../peers/confab.ts'
import { confabReader } from '../peers/confab-line.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { percentile } from '../statistics.ts'
import { Traveller } from './traveller.ts'

const ROOMS = 20
const TRAVELLERS_PER_ROOM = 50
const STAYERS_PER_ROOM = 5

/** What those who stay say together, in posts a second. */
const POSTS_PER_SECOND = 200

/** How long the lines are down, in milliseconds: long enough to miss something. */
const AWAY_MS = 1_000

/** A thousand lines are cut at once, and come back at once. */
export const resume: Scenario = {
  name: 'resume',
  title: 'A thousand clients cut at once',
  about:
    'Twenty rooms, each with fifty members whose lines are all cut in the same moment and five who stay and talk on, 200 posts a second together. A second later all thousand come back at the same time with their cursors. Counted is the time from the cut until the last of them has everything it missed, and how long the posts of those who stayed are on their way to each other meanwhile.',
  rounds: { full: 3, quick: 1 },
  columns: [
    { figure: 'half', label: 'half of them caught up', unit: 'seconds' },
    { figure: 'all', label: 'all of them caught up', unit: 'seconds' },
    { figure: 'p99Before', label: 'others’ p99 before', unit: 'ms' },
    { figure: 'p99', label: 'others’ p99 meanwhile', unit: 'ms' },
  ],
  headline: 'all',
  drawn: [],
  cases: [
    {
      id: 'resume',
      title: '1,000 lines cut at once',
      goals: [
        { figure: 'all', atMost: 10 },
        { figure: 'p99', atMost: 500 },
      ],
      peers: [confab],
      measure: (_peer, run) => measure(run),
    },
  ],
}

async function measure({ isQuick }: Run): Promise<Measured> {
  const server = await startConfab({ isAsItComes: true })
  try {
    let times: number[] = []
    const stayers: EnteredLine[] = []
    const travellers: Traveller[] = []
    for (let room = 0; room < ROOMS; room++) {
      const reader = confabReader()
      const enter = (member: number, code: EnteredLine['room']['code'] | null) =>
        enterConfab({
          port: server.port,
          name: `member ${member}`,
          code,
          reader,
          hear: (reading) => times.push(...timesToOthers(reading, member)),
        })
      const first = await enter(0, null)
      const others = Array.from({ length: STAYERS_PER_ROOM + TRAVELLERS_PER_ROOM - 1 }, (_, i) =>
        enter(i + 1, first.room.code),
      )
      const entered = [first, ...(await Promise.all(others))]
      stayers.push(...entered.slice(0, STAYERS_PER_ROOM))
      for (const one of entered.slice(STAYERS_PER_ROOM))
        travellers.push(new Traveller(server.port, one, reader))
    }

    const talk = startTalking(stayers)
    await pause(1_000)
    times = []
    await pause(isQuick ? 1_000 : 3_000)
    const before = times
    times = []

    const cutAt = performance.now()
    for (const traveller of travellers) traveller.cut()
    await pause(AWAY_MS)
    const caughtUpAt = await Promise.all(travellers.map((traveller) => traveller.comeBack()))
    const meanwhile = times
    // What comes after the head they were told must follow without a hole too.
    await pause(500)
    talk.stop()

    const after = caughtUpAt.map((at) => (at - cutAt) / 1_000)
    const [holes, resets] = [
      travellers.reduce((sum, one) => sum + one.holes, 0),
      travellers.reduce((sum, one) => sum + one.resets, 0),
    ]
    return {
      figures: {
        half: percentile(after, 0.5),
        all: percentile(after, 1),
        p99Before: percentile(before, 0.99),
        p99: percentile(meanwhile, 0.99),
      },
      notes: [
        ...(holes > 0 ? [`${holes} holes in what was told`] : []),
        ...(resets > 0 ? [`${resets} were given a fresh page instead of what they missed`] : []),
      ],
    }
  } finally {
    await server.stop()
  }
}

/** How long what somebody else posted was on its way to this member, in milliseconds. */
function timesToOthers({ stamps }: Reading, member: number): number[] {
  const now = performance.now()
  return stamps.flatMap((stamp) => (stamp.member === member ? [] : [now - stamp.postedAt]))
}

function startTalking(stayers: readonly EnteredLine[]): { stop(): void } {
  let isOver = false
  const talk = async () => {
    const began = performance.now()
    for (let posted = 0; !isOver; ) {
      const due = ((performance.now() - began) / 1_000) * POSTS_PER_SECOND
      for (; posted < due; posted++) {
        // Room after room, and in each of them one after the other.
        const room = posted % ROOMS
        const member = Math.floor(posted / ROOMS) % STAYERS_PER_ROOM
        const speaker = stayers[room * STAYERS_PER_ROOM + member]
        speaker?.line.send({
          type: 'post-message',
          roomId: speaker.room.roomId,
          messageId: createMessageId(Date.now()),
          body: stampedText(member, performance.now()),
        })
      }
      await pause(4)
    }
  }
  void talk()
  return {
    stop() {
      isOver = true
    },
  }
}
