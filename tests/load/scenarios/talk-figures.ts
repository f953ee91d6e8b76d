import type { Talk } from '../crowd.ts'
import type { Column, Figures } from '../scenario.ts'
import { percentile } from '../statistics.ts'

/** Above this part of a core the generator may be what is measured. */
const GENERATOR_BUSY_MAX = 0.85

/** What is told of a load that was carried. */
export const TALK_COLUMNS: readonly Column[] = [
  { figure: 'perCpuSecond', label: 'deliveries per CPU second', unit: 'count' },
  { figure: 'p50', label: 'p50', unit: 'ms' },
  { figure: 'p99', label: 'p99', unit: 'ms' },
  { figure: 'lost', label: 'lost', unit: 'part' },
]

/** The figures of a talk: what a delivery cost the server, and how long others waited for it. */
export function talkFigures(talk: Talk): Figures {
  return {
    perCpuSecond: talk.deliveries / talk.serverCpuSeconds,
    p50: percentile(talk.toOthers, 0.5),
    p99: percentile(talk.toOthers, 0.99),
    lost: 1 - talk.deliveries / talk.due,
  }
}

/** What has to be known about a talk besides. */
export function talkNotes(talk: Talk): string[] {
  const notes: string[] = []
  if (isGeneratorBusy(talk)) notes.push('the load generator was at its limit')
  if (talk.deliveries > talk.due) notes.push('more came than was due')
  return notes
}

export function isGeneratorBusy(talk: Talk): boolean {
  return talk.generatorBusy > GENERATOR_BUSY_MAX
}
