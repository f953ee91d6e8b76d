import type { IdentityToken, RoomCode } from '@confab/protocol'
import { pause } from '../crowd.ts'
import type { Peer } from '../peer.ts'
import { confab, enterConfab, startConfab } from '../peers/confab.ts'
import { ConfabLine, confabReader } from '../peers/confab-line.ts'
import { cpuSecondsOf } from '../process-figures.ts'
import type { Measured, Run, Scenario } from '../scenario.ts'
import { PEERS } from './peers.ts'

const MEMBERS_PER_ROOM = 10
const ENTERING_AT_ONCE = 50

/** A server is at rest when it used less than this part of its core for so many milliseconds. */
const IDLE_PART = 0.05
const IDLE_MS = 300

/** Members who come and go. `enter` brings one in, and answers how to cut the line. */
type Coming = { pid: number; enter(member: number): Promise<() => void>; stop(): Promise<void> }

/** What it costs to let somebody in. */
export const connect: Scenario = {
  name: 'connect',
  title: 'Connecting and joining',
  about:
    'Opening a connection and joining a room of ten. In Confab this is a login with a token and, the first time, a membership that is fsynced; then all of them come once more. The peers ask for no login and keep nothing.',
  rounds: { full: 3, quick: 1 },
  columns: [
    { figure: 'first', label: 'first time, per CPU second', unit: 'count' },
    { figure: 'again', label: 'coming back, per CPU second', unit: 'count' },
    { figure: 'perSecond', label: 'first time, per second', unit: 'count' },
  ],
  headline: 'first',
  drawn: ['first'],
  cases: [
    {
      id: 'connect',
      title: 'Connecting and joining a room of 10',
      goals: [{ figure: 'first', atLeast: 6_000 }],
      peers: PEERS,
      measure,
    },
  ],
}

async function measure(peer: Peer, run: Run): Promise<Measured> {
  const count = run.isQuick ? 1_500 : 4_000
  const coming = peer === confab ? await confabMembers(count) : await peerMembers(peer)
  try {
    // Once for the compilers, with members of their own.
    await letIn(coming, count, count + 500)
    const first = await letIn(coming, 0, count)
    const again = await letIn(coming, 0, count)
    return {
      figures: {
        first: count / first.cpuSeconds,
        again: count / again.cpuSeconds,
        perSecond: count / first.seconds,
      },
      notes: [],
    }
  } finally {
    await coming.stop()
  }
}

/** Brings these members in, a few at a time, and cuts them again. */
async function letIn(
  { pid, enter }: Coming,
  from: number,
  to: number,
): Promise<{ cpuSeconds: number; seconds: number }> {
  await atRest(pid)
  const [cpuBefore, began] = [cpuSecondsOf(pid), performance.now()]
  const cuts: (() => void)[] = []
  let next = from
  const comeInTurn = async () => {
    while (next < to) cuts.push(await enter(next++))
  }
  await Promise.all(Array.from({ length: ENTERING_AT_ONCE }, comeInTurn))
  const seconds = (performance.now() - began) / 1_000
  await atRest(pid)
  const cpuSeconds = cpuSecondsOf(pid) - cpuBefore
  for (const cut of cuts) cut()
  return { cpuSeconds, seconds }
}

async function atRest(pid: number): Promise<void> {
  for (;;) {
    const before = cpuSecondsOf(pid)
    await pause(IDLE_MS)
    if (cpuSecondsOf(pid) - before < (IDLE_PART * IDLE_MS) / 1_000) return
  }
}

async function peerMembers(peer: Peer): Promise<Coming> {
  const running = await peer.start()
  return {
    pid: running.pid,
    stop: running.stop,
    async enter(member) {
      const room = Math.floor(member / MEMBERS_PER_ROOM)
      const entered = await running.enter(room, member, { hear() {}, closed() {} })
      return entered.close
    },
  }
}

/** Strangers are given their tokens beforehand, and the rooms are there, each with somebody in it. */
async function confabMembers(count: number): Promise<Coming> {
  const { pid, port, stop } = await startConfab()
  const all = count + 500
  const codes = await inTurns(Math.ceil(all / MEMBERS_PER_ROOM), async () => {
    const { room } = await enterConfab({ port, name: 'Ana', code: null })
    return room.code
  })
  const tokens = await inTurns(all, () => issueToken(port))
  return {
    pid,
    stop,
    async enter(member) {
      const code: RoomCode | undefined = codes[Math.floor(member / MEMBERS_PER_ROOM)]
      const token = tokens[member]
      if (!code || !token) throw new Error('nobody prepared')
      const { line } = await enterConfab({ port, name: `member ${member}`, code, token })
      return () => line.cut()
    },
  }
}

function issueToken(port: number): Promise<IdentityToken> {
  return new Promise((resolve, reject) => {
    const opening = ConfabLine.open({
      port,
      token: null,
      reader: confabReader(),
      onEvents: (events) => {
        for (const event of events) if (event.type === 'welcome' && event.token) resolve(event.token)
        void opening.then((line) => line.cut())
      },
    })
    opening.catch(reject)
  })
}

/** So many of something, a few at a time. */
async function inTurns<Made>(count: number, make: () => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  let left = count
  const makeInTurn = async () => {
    while (left-- > 0) made.push(await make())
  }
  await Promise.all(Array.from({ length: ENTERING_AT_ONCE }, makeInTurn))
  return made
}
