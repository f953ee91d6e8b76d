import type { Deed, DeedSettings } from '@confab/protocol'
import { hoursInWords } from '../room/terms.ts'
import { date, list, number } from '../words/formats.ts'
import { isolate } from '../words/isolate.ts'
import { moreWords } from '../words/more.svelte.ts'
import { timeBetween } from '../words/time-between.ts'

/** How long after one another things are one act, in milliseconds: an evening's tidying is one line, two evenings are two. */
const FOLDED_MS = 10 * 60_000

/** Kinds of which several in a row say no more than how many they were. */
const COUNTED: ReadonlySet<string> = new Set([
  'erase-messages',
  'restore-messages',
  'delete-message',
  'pin-message',
  'unpin-message',
  'clean-up',
  'undo-clean-up',
])

/** Entries, the newest first, with those of one act in one: many messages deleted, several things settled. The newest lends its number and its time. */
export function foldDeeds(deeds: readonly Deed[]): Deed[] {
  const folded: Deed[] = []
  for (const deed of deeds) {
    const newer = folded.at(-1)
    const isSame =
      newer &&
      newer.kind === deed.kind &&
      newer.by?.memberId === deed.by?.memberId &&
      newer.whom?.memberId === deed.whom?.memberId &&
      newer.at - deed.at < FOLDED_MS
    if (isSame && COUNTED.has(deed.kind))
      folded[folded.length - 1] = { ...newer, detail: { count: countOf(newer) + countOf(deed) } }
    else if (isSame && deed.kind === 'change-settings')
      folded[folded.length - 1] = {
        ...newer,
        detail: { settings: { ...deed.detail.settings, ...newer.detail.settings } },
      }
    else folded.push(deed)
  }
  return folded
}

const countOf = ({ detail }: Deed): number => detail.count ?? 1

const momentOf = (at: number): string => date(at, { dateStyle: 'medium', timeStyle: 'short' })

/** An entry as a sentence, with the names in it isolated. */
export function sayDeed(deed: Deed): string {
  const texts = moreWords().deeds
  const { kind, by, whom, detail } = deed
  const who = by ? isolate(by.name) : texts.operator
  const toWhom = isolate(whom?.name ?? detail.name ?? '')
  if (kind === 'set-role') return texts.setRole[detail.role ?? 'member'](who, toWhom)
  // What somebody's were is said alike, one by one or all at once.
  const said = kind === 'erase-messages' && whom ? 'delete-message' : kind
  // A newer server knows more kinds.
  return Object.hasOwn(texts.said, said) ? texts.said[said](who, toWhom, whatOf(deed)) : texts.unknown(who)
}

function whatOf(deed: Deed): string {
  const texts = moreWords().deeds
  const { kind, detail } = deed
  if (kind === 'mute-member') return momentOf(detail.until ?? deed.at)
  if (kind === 'change-settings') return list(settingsInWords(detail.settings ?? {}))
  if (kind === 'clean-up' || kind === 'undo-clean-up') return texts.people(countOf(deed))
  return texts.messages(countOf(deed))
}

function settingsInWords(settings: DeedSettings): string[] {
  const texts = moreWords().deeds.settings
  const {
    isLocked,
    whoPosts,
    whoExports,
    entry,
    isPasswordNew,
    guardedUntil,
    capacity,
    slowMs,
    newcomersSee,
    keptHours,
  } = settings
  const said: (string | undefined | false)[] = [
    isLocked !== undefined && (isLocked ? texts.locked : texts.unlocked),
    entry && texts.entry[entry],
    isPasswordNew && texts.newPassword,
    guardedUntil !== undefined &&
      (guardedUntil === null ? texts.unguarded : texts.guarded(momentOf(guardedUntil))),
    capacity !== undefined && (capacity === null ? texts.noCapacity : texts.capacity(number(capacity))),
    slowMs !== undefined && (slowMs === null ? texts.notSlow : texts.slow(timeBetween(slowMs))),
    newcomersSee !== undefined &&
      (newcomersSee === null
        ? texts.newcomersAll
        : newcomersSee === 0
          ? texts.newcomersNothing
          : texts.newcomersLast(newcomersSee)),
    keptHours !== undefined && (keptHours === null ? texts.keptForEver : texts.kept(hoursInWords(keptHours))),
    whoPosts && texts[whoPosts],
    whoExports && texts.exporters[whoExports],
  ]
  return said.filter((text) => typeof text === 'string')
}
