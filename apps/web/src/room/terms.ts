import type { RoomContract, RoomSettings } from '@confab/protocol'
import { list, number } from '../words/formats.ts'
import { moreWords } from '../words/more.svelte.ts'

/** What holds for everybody in a room, whoever they are. */
export type Terms = Pick<RoomContract, 'entry' | 'newcomersSee' | 'keptHours' | 'whoPosts' | 'whoExports'>

const DAY = 24

/** A time of so many hours, in days where it can be: `30 days`, `1 hour`. */
export const hoursInWords = (hours: number): string =>
  number(hours % DAY ? hours : hours / DAY, {
    style: 'unit',
    unit: hours % DAY ? 'hour' : 'day',
    unitDisplay: 'long',
  })

/** The terms of a room as its members have them. That it is guarded for an hour is none: it ends by itself. */
export function termsOf({
  isLocked,
  entry,
  newcomersSee,
  keptHours,
  whoPosts,
  whoExports,
}: RoomSettings = {}): Terms {
  return {
    entry: isLocked ? 'closed' : (entry ?? 'open'),
    newcomersSee: newcomersSee ?? null,
    keptHours: keptHours ?? null,
    whoPosts: whoPosts ?? 'everybody',
    whoExports: whoExports ?? 'owner',
  }
}

/** What newcomers read of what was said, in a sentence. */
export function readInWords({ newcomersSee }: Pick<Terms, 'newcomersSee'>): string {
  const texts = moreWords().contract
  if (newcomersSee === null) return texts.reads
  return newcomersSee === 0 ? texts.readsNothing : texts.readsLast(newcomersSee)
}

/** How long it is kept, in a sentence. */
export function keptInWords({ keptHours }: Pick<Terms, 'keptHours'>): string {
  const texts = moreWords().contract
  return keptHours === null ? texts.keptForEver : texts.kept(hoursInWords(keptHours))
}

/** Who leads, in a sentence; null where nobody's name is told. */
export function leadersInWords({
  leaders,
  leadersCount,
}: Pick<RoomContract, 'leaders' | 'leadersCount'>): string | null {
  const texts = moreWords().contract
  if (leaders.length === 0) return null
  const more = leadersCount - leaders.length
  return texts.ledBy(list(more > 0 ? [...leaders, texts.others(more)] : leaders))
}

/** What is another term now than it was, in sentences. */
export function changedTerms(before: Terms, now: Terms): string[] {
  const texts = moreWords().contract
  return [
    ...(before.newcomersSee === now.newcomersSee ? [] : [readInWords(now)]),
    ...(before.keptHours === now.keptHours ? [] : [keptInWords(now)]),
    ...(before.entry === now.entry ? [] : [texts.entry[now.entry]]),
    ...(before.whoPosts === now.whoPosts ? [] : [texts.whoPosts[now.whoPosts]]),
    // What this browser remembers may be from before there was a choice.
    ...((before.whoExports ?? 'owner') === now.whoExports ? [] : [texts.whoExports[now.whoExports]]),
  ]
}
