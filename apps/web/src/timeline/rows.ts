import type { MemberRecord, MessageId, MessageRecord } from '@confab/protocol'
import { type Day, dayOf } from './day.ts'
import { creatorOf, type Happening, happeningsOf, type RowsInput } from './happenings.ts'
import { besideOf, type MessageRow, pendingRow, sentRow } from './message-row.ts'

export type { MessageRow } from './message-row.ts'

/** One line of the timeline. `key` is the line's identity: whatever else changes, the same key is the same line. */
export type Row =
  | CreatedRow
  | DayRow
  | IgnoredRow
  | NewRow
  | PeopleRow
  | RemovedRow
  | RestoredRow
  | MessageRow

/** The quiet first line: where the room began. */
export type CreatedRow = { kind: 'created'; key: string; creator: string | null; isByMe: boolean; at: number }
/** Between two days. */
export type DayRow = { kind: 'day'; key: string; day: Day }
/** Above the first message not yet read. */
export type NewRow = { kind: 'new'; key: 'new' }
/** Where a restored backup lost what came behind. */
export type RestoredRow = { kind: 'restored'; key: 'restored' }
/** People who joined, came back or left in one run; `isAboutMe` lines stand alone. */
export type PeopleRow = {
  kind: 'people'
  key: string
  joined: readonly string[]
  left: readonly string[]
  isAboutMe: boolean
}
/** The owner put somebody out. It stands alone: it is no coming and going. */
export type RemovedRow = { kind: 'removed'; key: string; name: string }
/** Messages in a row by those who are ignored, folded into one line. `key` is made of the first of them. */
export type IgnoredRow = { kind: 'ignored'; key: string; messageIds: readonly MessageId[] }
/** A later message of the same author still belongs to the group within this time, in milliseconds. */
const GROUP_GAP_MS = 5 * 60 * 1000

/** Everything the timeline shows, from the oldest line to the newest. */
export function buildRows(input: RowsInput): Row[] {
  const rows: Row[] = []
  const beside = besideOf(input)
  let day: Day | null = null
  let isNewAbove = false

  for (const happening of happeningsOf(input)) {
    const newDay = dayOf(happening.at, input.timeZone)
    if (newDay !== day) rows.push({ kind: 'day', key: `day:${newDay}`, day: newDay })
    day = newDay
    switch (happening.kind) {
      case 'created':
        rows.push(createdRow(input, happening.at))
        break
      case 'person':
        addPerson(rows, happening, input.me)
        break
      case 'removed':
        rows.push({ kind: 'removed', key: happening.key, name: happening.name })
        break
      case 'restored':
        rows.push({ kind: 'restored', key: 'restored' })
        break
      case 'message':
        if (!isNewAbove && isUnread(happening.record, input)) {
          rows.push({ kind: 'new', key: 'new' })
          isNewAbove = true
        }
        addMessage(rows, sentRow(happening.record, input.me, beside))
        break
      case 'pending':
        if (input.me) addMessage(rows, pendingRow(happening.post, input.me, happening.at, beside))
        break
    }
  }
  return rows
}

/** The day a line belongs to, where its separator is out of sight above it; null where it needs no telling. */
export function dayAbove(rows: readonly Row[], index: number): Day | null {
  if (rows[index]?.kind === 'day') return null
  const above = rows.findLast((row, i): row is DayRow => i < index && row.kind === 'day')
  return above?.day ?? null
}

function createdRow(input: RowsInput, at: number): CreatedRow {
  const creator = creatorOf(input)
  return {
    kind: 'created',
    key: 'created',
    creator: creator?.name ?? null,
    isByMe: creator !== null && creator.memberId === input.me?.memberId,
    at,
  }
}

/** Adds a person to the run they belong to. In a run the last thing somebody did is the one told. */
function addPerson(
  rows: Row[],
  person: Extract<Happening, { kind: 'person' }>,
  me: MemberRecord | null,
): void {
  const isAboutMe = person.memberId === me?.memberId
  const last = rows.at(-1)
  const isRun = last?.kind === 'people' && !last.isAboutMe && !isAboutMe
  const joined = (isRun ? last.joined : []).filter((name) => name !== person.name)
  const left = (isRun ? last.left : []).filter((name) => name !== person.name)
  const run: PeopleRow = {
    kind: 'people',
    key: isRun ? last.key : person.key,
    joined: person.how === 'joined' ? [...joined, person.name] : joined,
    left: person.how === 'left' ? [...left, person.name] : left,
    isAboutMe,
  }
  if (isRun) rows[rows.length - 1] = run
  else rows.push(run)
}

function addMessage(rows: Row[], row: MessageRow): void {
  const above = rows.at(-1)
  const continues =
    above?.kind === 'message' &&
    above.authorId === row.authorId &&
    above.authorName === row.authorName &&
    row.replyTo === null &&
    row.at - above.at <= GROUP_GAP_MS
  rows.push({ ...row, isFirst: !continues })
}

function isUnread(record: MessageRecord, input: RowsInput): boolean {
  return (
    input.newAfter !== null &&
    record.sequence > input.newAfter &&
    record.authorId !== input.me?.memberId &&
    record.deletedAt === undefined
  )
}
