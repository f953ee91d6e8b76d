import type { MemberId, MessageId, RoomId, Sequence } from '@confab/protocol'

/** Whose erasing is asked about: by changes above a version, not longer ago than a moment, at most so many. */
export type ErasedAsked = { erasedBy: MemberId; above: Sequence; after: number; limit: number }

/** What was erased and can still be brought back. */
export interface ErasedTable {
  /** Their ids, the first placed first. */
  readErased(roomId: RoomId, asked: ErasedAsked): Promise<MessageId[]>

  /** What was erased at a moment or before it is gone for good. */
  purge(upTo: number): Promise<void>
}
