import type { Peer } from '../peer.ts'
import { judge, type Report, type Standing } from '../report.ts'
import type { Case, Scenario } from '../scenario.ts'

const peer = (name: string): Peer => ({
  name,
  keeps: `what ${name} keeps`,
  start: () => Promise.reject(new Error('nothing runs here')),
})
const [own, theirs] = [peer('Confab'), peer('socket.io')]

const aCase = (id: string, peers: readonly Peer[], goals: Case['goals']): Case => ({
  id,
  title: `the ${id}`,
  goals,
  peers,
  measure: () => Promise.resolve({ figures: {}, notes: [] }),
})

/** Somebody to compare with: a kitchen where more is better. */
export const kitchen: Scenario = {
  name: 'kitchen',
  title: 'In the kitchen',
  about: 'Everybody says the same.',
  rounds: { full: 3, quick: 1 },
  columns: [
    { figure: 'speed', label: 'deliveries', unit: 'count' },
    { figure: 'p99', label: 'p99', unit: 'ms' },
  ],
  headline: 'speed',
  drawn: ['speed'],
  cases: [
    aCase(
      'kitchen',
      [own, theirs],
      [
        { figure: 'speed', timesPeer: 'socket.io', atLeast: 2 },
        { figure: 'p99', atMost: 4 },
      ],
    ),
  ],
}

/** Nobody to compare with: two cases of a harbour, where less is better. */
export const harbour: Scenario = {
  ...kitchen,
  name: 'harbour',
  title: 'At the harbour',
  columns: [{ figure: 'p99', label: 'p99', unit: 'ms' }],
  headline: 'p99',
  drawn: ['p99'],
  cases: [
    aCase('quay', [own], [{ figure: 'p99', atMost: 10 }]),
    aCase('pier', [own], [{ figure: 'p99', atMost: 20 }]),
  ],
}

const standing = (name: string, figures: Standing['figures'], ...notes: string[]): Standing => ({
  peer: name,
  rounds: [figures],
  figures,
  notes,
})

const STANDINGS: Record<string, Standing[]> = {
  kitchen: [
    standing('Confab', { speed: 150_000, p99: 3.5 }),
    standing('socket.io', { speed: 60_000, p99: 2 }, 'the load generator was at its limit'),
  ],
  quay: [standing('Confab', { p99: 7.25 })],
  pier: [standing('Confab', { p99: 31 })],
}

/** What came of both, judged. */
export function aReport(isQuick = false): Report {
  const machine = { model: 'A machine', cores: 2, memoryGiB: 8, system: 'Linux 6.1', node: 'v26.10.0' }
  const cases = [kitchen, harbour].flatMap(({ cases, columns }) =>
    cases.map((one) => {
      const standings = STANDINGS[one.id] ?? []
      const verdicts = judge(one, columns, standings)
      return { id: one.id, isQuick, measuredAt: '2026-05-04T10:00:00.000Z', standings, verdicts }
    }),
  )
  return { machine, cases }
}
