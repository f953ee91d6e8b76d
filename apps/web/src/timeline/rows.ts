import type { Notice, PendingChange, PendingPost, PlacedRecord } from '@confab/client'
import type {
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReactionsRecord,
  Sequence,
} from '@confab/protocol'
import { type Day, dayOf } from './day.ts'
import { besideOf, type MessageRow, pendingRow, sentRow } from './message-row.ts'

export type { MessageRow } from './message-row.ts'

/** One line of the timeline. `key` is the line's identity: whatever else changes, the same key is the same line. */
export type Row = CreatedRow | DayRow | NewRow | PeopleRow | RemovedRow | RestoredRow | MessageRow

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
/** What the rows are made of, and the eyes they are made for. */
export type RowsInput = {
  /** Own changes that are not done, or were refused. */
  changes?: readonly PendingChange[]
  /** Messages somebody pinned. */
  pins?: readonly MessageId[]
  records: readonly PlacedRecord[]
  notices: readonly Notice[]
  pending: readonly PendingPost[]
  /** Behind which place a restored backup lost something; null if nowhere in what is shown. */
  restoredAfter: Sequence | null
  me: MemberRecord | null
  hereCount: number
  /** The last place read before this visit: the divider goes above what others wrote after it. */
  newAfter: Sequence | null
  timeZone: string
  /** Server clock less this browser's, in milliseconds: moves a pending post onto the server's clock. */
  serverOffsetMs: number
}

/** A later message of the same author still belongs to the group within this time, in milliseconds. */
const GROUP_GAP_MS = 5 * 60 * 1000

/** Above so many people here, who comes and goes is no longer news. */
export const PEOPLE_LINES_MAX = 20

/** A notice this close to its member record tells the same arrival twice, in milliseconds. */
const SAME_ARRIVAL_MS = 30_000

type Happening =
  | { kind: 'message'; at: number; record: MessageRecord }
  | { kind: 'created'; at: number }
  | { kind: 'person'; at: number; key: string; memberId: MemberId; name: string; how: 'joined' | 'left' }
  | { kind: 'removed'; at: number; key: string; name: string }
  | { kind: 'restored'; at: number }
  | { kind: 'pending'; at: number; post: PendingPost }

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

/** The same rows, with every one that did not change being the very object it was, so that only the changed are drawn again. */
export function reuseRows(previous: readonly Row[], next: readonly Row[]): readonly Row[] {
  const known = new Map(previous.map((row) => [row.key, row]))
  return next.map((row) => {
    const before = known.get(row.key)
    return before && isSameRow(before, row) ? before : row
  })
}

function isSameRow(before: Row, after: Row): boolean {
  const [a, b] = [before as Record<string, unknown>, after as Record<string, unknown>]
  return Object.keys(b).every((field) => isSameValue(a[field], b[field]))
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => item === b[i])
  return a === b
}

/** Everything that gets a line, in order: records by place, notices behind the place they happened at, own posts last. */
function happeningsOf(input: RowsInput): Happening[] {
  const happenings: Happening[] = []
  const arrivals = new Map<MemberId, number>()
  const showsPeople = input.hereCount <= PEOPLE_LINES_MAX
  const creatorPlace = creatorOf(input)?.sequence
  for (const record of input.records)
    if (record.kind === 'member') arrivals.set(record.memberId, record.joinedAt)

  const notices = input.notices.filter(
    (notice) =>
      (showsPeople || notice.kind === 'removed') &&
      notice.memberId !== input.me?.memberId &&
      !(
        notice.kind === 'came' &&
        Math.abs(notice.at - (arrivals.get(notice.memberId) ?? -Infinity)) < SAME_ARRIVAL_MS
      ),
  )
  let noticed = 0
  const tellNoticesBefore = (sequence: Sequence) => {
    for (let notice = notices[noticed]; notice && notice.after < sequence; notice = notices[++noticed]) {
      const { at, memberId, name } = notice
      const key = `notice:${notice.id}`
      if (notice.kind === 'removed') happenings.push({ kind: 'removed', at, key, name })
      else
        happenings.push({
          kind: 'person',
          at,
          key,
          memberId,
          name,
          how: notice.kind === 'came' ? 'joined' : 'left',
        })
    }
  }

  let { restoredAfter } = input
  const tellRestoredBefore = (sequence: Sequence, at: number) => {
    if (restoredAfter === null || restoredAfter >= sequence) return
    restoredAfter = null
    // It belongs to the day it stands in: between two messages, not to the hour somebody learned of it.
    happenings.push({ kind: 'restored', at: happenings.at(-1)?.at ?? at })
  }

  // What happened before the window began has its place outside it.
  const firstPlace = input.records[0]?.sequence ?? 0
  while ((notices[noticed]?.after ?? Infinity) < firstPlace - 1) noticed += 1
  for (const record of input.records) {
    // They stand with their message, which has a line already.
    if (record.kind === 'reactions') continue
    tellRestoredBefore(record.sequence, timeOf(record))
    tellNoticesBefore(record.sequence)
    if (record.kind === 'message') happenings.push({ kind: 'message', at: record.postedAt, record })
    else if (record.kind === 'room') happenings.push({ kind: 'created', at: record.createdAt })
    else if (record.sequence !== creatorPlace && (showsPeople || record.memberId === input.me?.memberId)) {
      happenings.push({
        kind: 'person',
        at: record.joinedAt,
        key: `member:${record.memberId}`,
        memberId: record.memberId,
        name: record.name,
        how: 'joined',
      })
    }
  }
  if (input.records.length > 0) tellRestoredBefore(Infinity, 0)
  tellNoticesBefore(Infinity)

  // A post written yesterday and still waiting stands below today's messages: its place is the end, whatever its time.
  let latest = happenings.at(-1)?.at ?? -Infinity
  const sent = new Set(input.records.map((record) => (record.kind === 'message' ? record.messageId : null)))
  for (const post of input.pending) {
    if (sent.has(post.messageId)) continue
    latest = Math.max(latest, post.createdAt + input.serverOffsetMs)
    happenings.push({ kind: 'pending', at: latest, post })
  }
  return happenings
}

function timeOf(record: Exclude<PlacedRecord, ReactionsRecord>): number {
  if (record.kind === 'message') return record.postedAt
  return record.kind === 'room' ? record.createdAt : record.joinedAt
}

/** Who made the room, where the window shows its beginning: joining it is no news of its own. */
function creatorOf(input: RowsInput): MemberRecord | null {
  const [first, second] = input.records
  return first?.kind === 'room' && second?.kind === 'member' && second.role === 'owner' ? second : null
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
