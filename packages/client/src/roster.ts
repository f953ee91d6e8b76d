import {
  type ConfabRecord,
  isOut,
  type MemberId,
  PRESENCE_GRACE_MS,
  type Presence,
  type Sequence,
  TYPING_EXPIRES_MS,
  type Typing,
} from '@confab/protocol'

/** Somebody in the room, under the name they have there. */
export type Person = { readonly memberId: MemberId; readonly name: string }

/** Somebody came, left or was removed. Never stored; `at` is server time in milliseconds, `after` the cursor it is shown below. */
export type Notice = {
  readonly id: string
  readonly kind: 'came' | 'left' | 'removed'
  readonly memberId: MemberId
  readonly name: string
  readonly at: number
  readonly after: Sequence
}

/**
 * Who is here and who writes. `count` is of all who are known to be here; the list may end before it. While `isComplete` is
 * false there may be more, on servers that cannot be heard at present.
 */
export type Roster = {
  readonly here: readonly Person[]
  readonly count: number
  readonly isComplete: boolean
  readonly typing: readonly Person[]
  readonly notices: readonly Notice[]
}

/** The roster with what it remembers: when typing ends, and who joined just now. */
export type RosterState = Roster & {
  readonly typingUntil: ReadonlyMap<MemberId, number>
  /** When members joined whose joining the timeline shows, in server milliseconds. */
  readonly joinedAt: ReadonlyMap<MemberId, number>
  /** When members were last seen here who were not when the line came back, in server milliseconds. */
  readonly missedAt: ReadonlyMap<MemberId, number>
  readonly noticesMade: number
}

/** Notices kept. Older ones have scrolled away. */
export const NOTICES_MAX = 100

/** For this long after joining, in milliseconds, coming is no news: the timeline shows the joining itself. */
export const JUST_JOINED_MS = 10_000

/** Nobody that one knows of. */
export const EMPTY_ROSTER: RosterState = {
  here: [],
  count: 0,
  isComplete: true,
  typing: [],
  notices: [],
  typingUntil: new Map(),
  joinedAt: new Map(),
  missedAt: new Map(),
  noticesMade: 0,
}

/** When and where something happened. `now` is server time in milliseconds. */
export type RosterMoment = { me: MemberId | null; now: number; cursor: Sequence }

/** Applies a presence event: a whole list replaces what was known without a word, a difference makes notices. */
export function applyPresence(roster: RosterState, presence: Presence, moment: RosterMoment): RosterState {
  const { count, isComplete = true } = presence
  if (presence.isWhole) {
    // Lists are keyed by member: whoever is named twice is here once.
    const here = new Map(presence.here.map((person) => [person.memberId, person]))
    const typing = roster.typing.filter(({ memberId }) => here.has(memberId))
    // A server that restarts cuts all lines, and people come back one after the other: nobody of them was away.
    const missedAt = new Map([...roster.missedAt].filter(([, at]) => moment.now - at < PRESENCE_GRACE_MS))
    for (const { memberId } of roster.here) if (!here.has(memberId)) missedAt.set(memberId, moment.now)
    return { ...roster, here: [...here.values()], count, isComplete, typing, missedAt }
  }
  const before = new Map(roster.here.map((person) => [person.memberId, person]))
  const after = new Map(before)
  const news: Pick<Notice, 'kind' | 'memberId' | 'name'>[] = []
  for (const memberId of presence.gone) {
    const person = after.get(memberId)
    if (person && memberId !== moment.me) news.push({ kind: 'left', ...person })
    after.delete(memberId)
  }
  for (const person of presence.here) {
    const isNews = !before.has(person.memberId) && person.memberId !== moment.me
    if (isNews && !justJoined(roster, person, moment) && !justMissed(roster, person, moment))
      news.push({ kind: 'came', memberId: person.memberId, name: person.name })
    after.set(person.memberId, person)
  }
  const gone = new Set(presence.gone)
  return notice(
    {
      ...roster,
      here: [...after.values()],
      count,
      isComplete,
      typing: roster.typing.filter(({ memberId }) => !gone.has(memberId)),
    },
    news,
    moment,
  )
}

const justJoined = (roster: RosterState, { memberId }: Person, { now }: RosterMoment): boolean => {
  const joinedAt = roster.joinedAt.get(memberId)
  return joinedAt !== undefined && now - joinedAt < JUST_JOINED_MS
}

const justMissed = (roster: RosterState, { memberId }: Person, { now }: RosterMoment): boolean => {
  const missedAt = roster.missedAt.get(memberId)
  return missedAt !== undefined && now - missedAt < PRESENCE_GRACE_MS
}

function notice(
  roster: RosterState,
  news: readonly Pick<Notice, 'kind' | 'memberId' | 'name'>[],
  { now, cursor }: RosterMoment,
): RosterState {
  if (news.length === 0) return roster
  const made = news.map((one, index) => ({
    id: `${one.kind}-${roster.noticesMade + index + 1}`,
    kind: one.kind,
    memberId: one.memberId,
    name: one.name,
    at: now,
    after: cursor,
  }))
  return {
    ...roster,
    notices: [...roster.notices, ...made].slice(-NOTICES_MAX),
    noticesMade: roster.noticesMade + news.length,
  }
}

/** Somebody writes, or stopped. One's own other tabs are not told about. `now` is monotonic milliseconds, as for expiry. */
export function applyTyping(
  roster: RosterState,
  typing: Typing,
  me: MemberId | null,
  now: number,
): RosterState {
  if (typing.memberId === me) return roster
  if (!typing.isTyping) return endTyping(roster, (memberId) => memberId === typing.memberId)
  const person = { memberId: typing.memberId, name: typing.name }
  const isListed = roster.typing.some(({ memberId }) => memberId === typing.memberId)
  return {
    ...roster,
    typing: isListed ? roster.typing : [...roster.typing, person],
    typingUntil: new Map(roster.typingUntil).set(typing.memberId, now + TYPING_EXPIRES_MS),
  }
}

function endTyping(roster: RosterState, isOver: (memberId: MemberId) => boolean): RosterState {
  const typing = roster.typing.filter(({ memberId }) => !isOver(memberId))
  if (typing.length === roster.typing.length && roster.typingUntil.size === typing.length) return roster
  const typingUntil = new Map(
    typing.map(({ memberId }) => [memberId, roster.typingUntil.get(memberId) ?? 0] as const),
  )
  return { ...roster, typing, typingUntil }
}

/** Ends the typing that was not repeated in time. `now` is monotonic milliseconds. */
export const expireTyping = (roster: RosterState, now: number): RosterState =>
  endTyping(roster, (memberId) => (roster.typingUntil.get(memberId) ?? 0) <= now)

/** When the next typing sign is over, in monotonic milliseconds. */
export function typingEndsAt(roster: RosterState): number | null {
  return roster.typing.length === 0 ? null : Math.min(...roster.typingUntil.values())
}

/** The line is gone: who is here is what was last known, but nobody is known to write. */
export const loseLine = (roster: RosterState): RosterState => endTyping(roster, () => true)

/** Takes from applied records what the roster shows: new names, who just joined or was removed, whose message ended their typing. */
export function noteRecords(
  roster: RosterState,
  records: readonly ConfabRecord[],
  moment: RosterMoment,
): RosterState {
  let next = roster
  for (const record of records) {
    // One that was changed says nothing of what its author writes now.
    if (record.kind === 'message' && record.version === record.sequence)
      next = endTyping(next, (memberId) => memberId === record.authorId)
    if (record.kind !== 'member') continue
    if (isOut(record.role)) {
      next = noteRemoval(next, record, moment)
      continue
    }
    const { memberId, name, joinedAt } = record
    const renamed = (person: Person) => (person.memberId === memberId ? { memberId, name } : person)
    const recent = [...next.joinedAt].filter(([, at]) => moment.now - at < JUST_JOINED_MS)
    next = {
      ...next,
      here: next.here.map(renamed),
      typing: next.typing.map(renamed),
      joinedAt: new Map([...recent, [memberId, joinedAt]]),
    }
  }
  return next
}

/** Who was removed is not here any more. That is told of those who were here a moment ago. */
function noteRemoval(
  roster: RosterState,
  { memberId }: Pick<Person, 'memberId'>,
  moment: RosterMoment,
): RosterState {
  const person = roster.here.find((one) => one.memberId === memberId)
  const without = endTyping(roster, (one) => one === memberId)
  if (!person) return without
  const here = without.here.filter((one) => one !== person)
  const news = memberId === moment.me ? [] : [{ kind: 'removed' as const, ...person }]
  return notice({ ...without, here, count: Math.max(here.length, without.count - 1) }, news, moment)
}
