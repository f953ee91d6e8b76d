import type { Deed, DeedDetail, DeedKind, DeedsTold, MemberId, RoomId } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/** An entry that is written with what it is about: `by` null for whoever runs the server. */
export type NewDeed = {
  at: number
  by: MemberId | null
  kind: DeedKind
  whom: MemberId | null
  detail: DeedDetail
}

/** What leaders did in rooms. Written by the changes themselves and by answers to knocks, each in the transaction of what it tells of. */
export interface DeedTable {
  /** At most `limit` entries below a number, the newest first, for a member who may read them. Null for everybody else. */
  read(
    roomId: RoomId,
    tokenHash: TokenHash,
    asked: { before: number | null; limit: number },
  ): Promise<DeedsTold | null>

  /** What was done at a moment or before it is told no more. */
  purge(upTo: number): Promise<void>
}

/** An entry as both databases give it, with the role of whoever asks; `deed` is null where there is none. */
export type DeedRow = {
  memberId: MemberId
  role: string
  deed: number | null
  at: number
  kind: DeedKind
  detail: string | null
  by: MemberId | null
  byName: string | null
  whom: MemberId | null
  whomName: string | null
}

/** The entry in a row. */
export const deedOfRow = (row: DeedRow & { deed: number }): Deed => ({
  deed: row.deed,
  at: row.at,
  kind: row.kind,
  by: personOf(row.by, row.byName),
  whom: personOf(row.whom, row.whomName),
  detail: row.detail === null ? {} : (JSON.parse(row.detail) as DeedDetail),
})

const personOf = (memberId: MemberId | null, name: string | null): Deed['by'] =>
  memberId === null ? null : { memberId, name: name ?? '' }

/** The rest of an entry as it is kept; null where it says nothing. */
export const detailOf = ({ detail }: NewDeed): string | null =>
  Object.keys(detail).length > 0 ? JSON.stringify(detail) : null

/** A page of one more than it may have: with where to go on, if there is more. */
export function toldOf(deeds: readonly Deed[], limit: number): DeedsTold {
  const page = deeds.slice(0, limit)
  return { deeds: page, next: deeds.length > limit ? (page.at(-1)?.deed ?? null) : null }
}
