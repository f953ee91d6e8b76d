import type { Knock, KnockId, MemberId, RoomId, RoomSettings, Sequence } from '@confab/protocol'
import type { NewDeed } from './deed-table.ts'
import type { TokenHash } from './token-hash.ts'

/** The password of a room as it is kept, and the version of the room that brought it. */
export type RoomPassword = { hash: string; since: Sequence }

/** The code that makes somebody the owner of a room as it is kept, the version of the room that brought it, and who set it. Used up, it stays, for nothing. */
export type OwnerCode = { hash: string; since: Sequence; madeBy: MemberId }

/** What is told of a room before somebody enters it: what was settled for it, and who leads it, owners first and then by when they came. */
export type DoorPlate = { title: string; settings: RoomSettings; leaders: string[]; leadersCount: number }

/** A room and those who lead it as both databases give them. */
export type PlateRow = { title: string; settings: string | null }
export type LeaderRow = { name: string; count: number }

/** The rows as they are told. */
export const plateOf = ({ title, settings }: PlateRow, leaders: readonly LeaderRow[]): DoorPlate => ({
  title,
  settings: settings === null ? {} : (JSON.parse(settings) as RoomSettings),
  leaders: leaders.map(({ name }) => name),
  leadersCount: leaders[0]?.count ?? 0,
})

/** What came of knocking. `full`: as many wait as may. */
export type KnockOutcome = 'done' | 'full' | 'not-found'

/** What came of answering. `not-found`: nobody waits by this id, or not any more. */
export type KnockAnswered = 'done' | 'forbidden' | 'not-found'

/** What is told to those who lead a room of an answer to a knock. Who knocked is no member: the name is all there is. */
export const deedOfAnswer = (by: MemberId, name: string, isLetIn: boolean, at: number): NewDeed => ({
  at,
  by,
  kind: isLetIn ? 'let-in' : 'turn-away',
  whom: null,
  detail: { name },
})

/**
 * What stands at the doors of rooms: their passwords, which changes of the room set, and who waits to be let in. Knocks are no history: each
 * ends by itself, and times are the server's clock in milliseconds. They are kept all the same, so that every node and the next process
 * know of them.
 */
export interface DoorTable {
  /** Null where there is none, and where there is no room. */
  readPassword(roomId: RoomId): Promise<RoomPassword | null>

  /** The last that was set. Null where there is none, and where there is no room. */
  readOwnerCode(roomId: RoomId): Promise<OwnerCode | null>

  /** With at most `limit` of those who lead it. Null where there is no room. */
  readPlate(roomId: RoomId, limit: number): Promise<DoorPlate | null>

  /**
   * Somebody waits, once for each room. Again it changes the name alone, and nothing after an answer. What is older than `lifeMs` is gone. At
   * most `limit` wait for one room.
   */
  knock(
    roomId: RoomId,
    tokenHash: TokenHash,
    knock: Knock,
    bounds: { lifeMs: number; limit: number },
  ): Promise<KnockOutcome>

  /** Does not wait any more. One that was answered stays answered. */
  withdraw(roomId: RoomId, tokenHash: TokenHash): Promise<void>

  /** Who waits since `after`, the longest first, for whoever leads the room. Null for everybody else. */
  readKnocks(roomId: RoomId, tokenHash: TokenHash, after: number): Promise<Knock[] | null>

  /** Whoever leads the room lets somebody in, or not. From `at` on it holds as long as a knock. */
  answer(
    roomId: RoomId,
    tokenHash: TokenHash,
    answer: { knockId: KnockId; isLetIn: boolean; after: number; at: number },
  ): Promise<KnockAnswered>

  /**
   * Nobody new comes in from where a banned member came from, for `lifeMs` from `at` on and while this ban lasts. Nothing for one who is not
   * banned. A room has at most `limit` of them: the oldest go.
   */
  barAddress(
    roomId: RoomId,
    memberId: MemberId,
    addressHash: string,
    bounds: { at: number; lifeMs: number; limit: number },
  ): Promise<void>

  /** Whether a ban after `after` is one of whoever comes from there. */
  isBarred(roomId: RoomId, addressHash: string, after: number): Promise<boolean>
}
