import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cpuSecondsOf } from '../load/process-figures.ts'
import { ServerProcess } from '../processes/server-process.ts'
import { Bystanders } from './bystanders.ts'
import { type Corpus, readCorpus } from './corpus.ts'
import { attackFrames } from './frame-attack.ts'
import { HostileGuests } from './hostile-guests.ts'
import { seedOfThisRun } from './seed.ts'

/** Hostile frames of a full run. */
const FRAMES = Number(process.env.CONFAB_FUZZ_FRAMES ?? 100_000)

/** The longest anybody else may wait for an ack meanwhile, in milliseconds: their client's own patience, after which it asks again. */
const ACK_MS_MAX = 10_000

/**
 * Memory the server may have at any time, in MiB; at rest it takes half of that, with a thread for each of its three ways into the database.
 * Guests own rooms here and give them passwords: hashing takes 100 MiB, which each thread of the pool keeps for the next.
 */
const MEMORY_MIB_MAX = 600

let server: ServerProcess
let inTheSameRoom: Bystanders
let elsewhere: Bystanders

beforeAll(async () => {
  // Behind a proxy of its own, so that every stranger can come from another address, and let in at the speed they come at.
  server = await ServerProcess.start({
    environment: { CONFAB_TRUST_PROXY: 'loopback', CONFAB_HELLOS_PER_SECOND: '10000' },
  })
  inTheSameRoom = new Bystanders(server.url, ['Ana', 'Bo'])
  elsewhere = new Bystanders(server.url, ['Chidi', 'Dora'])
  await inTheSameRoom.meet()
  await elsewhere.meet()
}, 30_000)

afterAll(async () => {
  inTheSameRoom?.close()
  elsewhere?.close()
  await server?.destroy()
})

test(`[D11] [A31] ${FRAMES} hostile frames: each costs its sender the line at most, and nobody else anything`, async () => {
  const seed = seedOfThisRun()
  const { pid } = server
  const memory = watchMemory(pid)
  const guests = await HostileGuests.settle(server.port, inTheSameRoom.code, elsewhere.roomId)
  inTheSameRoom.startTalking()
  elsewhere.startTalking()

  const startedAt = performance.now()
  const result = await attackFrames(guests, harmless(readCorpus()), { frames: FRAMES, seed })
  const seconds = (performance.now() - startedAt) / 1000
  const [serverSeconds, ownSeconds] = [cpuSecondsOf(pid), process.cpuUsage().user / 1e6]
  const breaches = [...(await inTheSameRoom.judged()), ...(await elsewhere.judged())]
  const mostMib = memory.stop()
  const longestAckMs = Math.max(inTheSameRoom.longestAckMs, elsewhere.longestAckMs)

  console.log(
    [
      `seed ${seed}: ${result.frames} hostile frames on ${result.lines} lines in ${seconds.toFixed(1)} s (server ${serverSeconds.toFixed(0)} s of CPU, this side ${ownSeconds.toFixed(0)} s)`,
      `what stood behind them: ${[...result.met].map(([what, count]) => `${what} ${count}`).join(', ')}`,
      `longest answer ${result.longestAnswerMs.toFixed(0)} ms; ${inTheSameRoom.said + elsewhere.said} rounds of talk, longest ack ${longestAckMs.toFixed(0)} ms; server at most ${mostMib.toFixed(0)} MiB`,
      ...result.findings.map((finding) => `found: ${JSON.stringify(finding)}`),
    ].join('\n'),
  )
  expect(result.findings.map(({ what }) => what)).toEqual([])
  expect(result.frames).toBeGreaterThanOrEqual(FRAMES)
  expect(breaches).toEqual([])
  expect(inTheSameRoom.acked).toBe(inTheSameRoom.said)
  expect(elsewhere.acked).toBe(elsewhere.said)
  expect(longestAckMs).toBeLessThan(ACK_MS_MAX)
  expect(mostMib).toBeLessThan(MEMORY_MIB_MAX)
  expect(server.pid).toBe(pid)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(linesToWorryAbout(server.log)).toEqual([])
}, 240_000)

/** Without what would end a guest, and all their lines with them: the readers are tried on that by themselves. */
function harmless(corpus: Corpus): Corpus {
  return { ...corpus, commands: corpus.commands.filter(({ type }) => type !== 'revoke-token') }
}

/** Lines of a log that tell of a fault, or that are none. */
function linesToWorryAbout(log: string): string[] {
  return log.split('\n').filter((line) => line !== '' && !/^\{.*"level":"(info|warn)".*\}$/.test(line))
}

/** Looks at a process's memory again and again; `stop` answers the most there was, in MiB. */
function watchMemory(pid: number): { stop(): number } {
  let most = 0
  const look = () => {
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    most = Math.max(most, Number(resident ?? 0) / 1024)
  }
  const timer = setInterval(look, 500)
  return {
    stop() {
      clearInterval(timer)
      look()
      return most
    },
  }
}
