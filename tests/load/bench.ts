// Measures Confab beside what people would take instead, on this machine, in one run: `pnpm bench`, or `pnpm bench --quick`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { type Carried, carry, type Load } from './load.ts'
import { confab } from './peers/confab.ts'
import { socketIo } from './peers/socket-io.ts'
import { wsLoop } from './peers/ws-loop.ts'
import { median } from './process-figures.ts'

/** Above this part of a core the generator may be what is measured. */
const GENERATOR_BUSY_MAX = 0.85

/** Equal loads: everybody carries the same, and the CPU it takes is compared. */
const LOADS: readonly { name: string; load: Load }[] = [
  {
    name: '1,000 in one room, 80 posts a second',
    load: { rooms: 1, membersPerRoom: 1_000, postsPerSecond: 80 },
  },
  {
    name: '100 rooms of 10, 6,000 posts a second',
    load: { rooms: 100, membersPerRoom: 10, postsPerSecond: 6_000 },
  },
  { name: '10 in one room, 50 posts a second', load: { rooms: 1, membersPerRoom: 10, postsPerSecond: 50 } },
]

const PEERS = [confab, socketIo, wsLoop]

const isQuick = process.argv.includes('--quick')
const rounds = isQuick ? 1 : 3
const seconds = isQuick ? 3 : 8

const results: { load: string; peer: string; rounds: Carried[] }[] = []
for (const { name, load } of LOADS) {
  const carried = new Map(PEERS.map((peer) => [peer, [] as Carried[]]))
  // Interleaved, so that whatever else the machine does falls on all of them.
  for (let round = 1; round <= rounds; round++)
    for (const peer of PEERS) {
      process.stderr.write(`${name}: ${peer.name}, round ${round} of ${rounds}\n`)
      carried.get(peer)?.push(await carry(peer, load, seconds))
    }
  for (const [peer, list] of carried) results.push({ load: name, peer: peer.name, rounds: list })
  printTable(name)
}

const folder = join(import.meta.dirname, '../test-results')
mkdirSync(folder, { recursive: true })
const machine = { cores: availableParallelism(), model: cpus()[0]?.model ?? '', node: process.version }
writeFileSync(
  join(folder, 'bench.json'),
  `${JSON.stringify({ machine, rounds, seconds, results }, null, 2)}\n`,
)
process.exit(0)

function printTable(name: string): void {
  const lines = results.filter((result) => result.load === name)
  const [own] = lines
  const perCpu = (list: readonly Carried[]) => median(list.map((one) => one.deliveriesPerCpuSecond))
  console.log(`\n${name}\n`)
  console.log('| | deliveries per CPU second | Confab does | p50 | p99 | lost |')
  console.log('|---|--:|--:|--:|--:|--:|')
  for (const { peer, rounds: list } of lines) {
    const ratio = own && peer !== own.peer ? `${(perCpu(own.rounds) / perCpu(list)).toFixed(2)} ×` : ''
    const [p50, p99, lost] = [
      median(list.map((one) => one.p50)),
      median(list.map((one) => one.p99)),
      median(list.map((one) => one.lostPart)),
    ]
    const cells = [
      peer,
      Math.round(perCpu(list)).toLocaleString('en'),
      ratio,
      `${p50.toFixed(1)} ms`,
      `${p99.toFixed(1)} ms`,
      `${(lost * 100).toFixed(1)} %`,
    ]
    console.log(`| ${cells.join(' | ')} |`)
    if (list.some((one) => one.generatorBusy > GENERATOR_BUSY_MAX))
      console.log(`| ↑ the load generator was at its limit in this one | | | | | |`)
  }
}
