import type { ConfabRecord, MemberId, MemberRecord, Page, Sequence } from '@confab/protocol'
import type { SearchQuery } from '../search/query.ts'
import type { Ledger, LedgerRoom } from './ledger.ts'
import type { PageWhere } from './page.ts'

// Who came into a room that keeps its past to itself has none of it: what lies at `seesAbove` or below is not there for them, whichever way they ask.

/** Above which place a member has messages. */
export const placeSeen = ({ seesAbove = 0 }: Pick<MemberRecord, 'seesAbove'>): Sequence => seesAbove

/** Whether a record is there for whoever has messages above a place. Who is a member, and what is settled, everybody in a room may know. */
export const isSeen = (record: ConfabRecord, above: Sequence): boolean =>
  record.sequence > above || (record.kind !== 'message' && record.kind !== 'reactions')

/** Which records are asked for by whoever has messages above a place. */
export const whereSeen = (where: PageWhere, above: Sequence): PageWhere =>
  'after' in where && where.after < above ? { after: above } : where

/** The page as it is for them: what they have begins above that place, so there is nothing older. */
export const pageSeen = (page: Page, above: Sequence): Page =>
  above === 0 || page.from > above
    ? page
    : { ...page, from: 0, records: page.records.filter(({ sequence }) => sequence > above) }

/** What a search has to know of who asks. */
export type Seer = { memberId: MemberId; seesAbove: Sequence }

/** Above which place is searched, in a room of which nothing is left up to `expired`. What they wrote themselves everybody finds. */
export const searchedAbove = ({ from }: SearchQuery, expired: Sequence, me: Seer): Sequence =>
  from && 'memberId' in from && from.memberId === me.memberId ? expired : Math.max(expired, me.seesAbove)

/** Above which place somebody has messages who becomes a member now, or one again: never less than they were kept from before. */
export function placeSeenByNewcomer<Room extends LedgerRoom>(
  ledger: Ledger<Room>,
  room: Room,
  before: Pick<MemberRecord, 'seesAbove'> = {},
): Pick<MemberRecord, 'seesAbove'> {
  const count = room.settings?.newcomersSee
  const place = count === undefined ? 0 : count === 0 ? room.head : ledger.placeBelowNewest(room, count)
  const seesAbove = Math.max(placeSeen(before), place)
  return seesAbove === 0 ? {} : { seesAbove }
}
