import type { Notice, PendingChange, PendingPost, PlacedRecord } from '@confab/client'
import type {
  MemberId,
  MemberRecord,
  MessageId,
  MessageRecord,
  ReactionsRecord,
  Sequence,
} from '@confab/protocol'

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

/** Above so many people here, who comes and goes is no longer news. */
export const PEOPLE_LINES_MAX = 20

/** A notice this close to its member record tells the same arrival twice, in milliseconds. */
const SAME_ARRIVAL_MS = 30_000

/** One thing that gets a line. */
export type Happening =
  | { kind: 'message'; at: number; record: MessageRecord }
  | { kind: 'created'; at: number }
  | { kind: 'person'; at: number; key: string; memberId: MemberId; name: string; how: 'joined' | 'left' }
  | { kind: 'removed'; at: number; key: string; name: string }
  | { kind: 'restored'; at: number }
  | { kind: 'pending'; at: number; post: PendingPost }

/** Everything that gets a line, in order: records by place, notices behind the place they happened at, own posts last. */
export function happeningsOf(input: RowsInput): Happening[] {
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
export function creatorOf(input: RowsInput): MemberRecord | null {
  const [first, second] = input.records
  return first?.kind === 'room' && second?.kind === 'member' && second.sequence === first.sequence + 1
    ? second
    : null
}
