import type { RoomId } from '@confab/protocol'
import type { TokenHash } from './token-hash.ts'

/** What is left of deleted rooms: more to erase at once, only files whose bytes are to be erased first, or nothing. */
export type DeletedLeft = 'more' | 'files' | 'nothing'

/** What only whoever runs the server asks for. */
export interface OperatorTable {
  /**
   * Nobody finds this room any more, by its id, its code or their memberships, and its files are to be erased: at once, or at `dueAt` where somebody may just
   * be storing their bytes. What it holds is then for `eraseDeleted`. Answers whether there was such a room.
   */
  deleteRoom(roomId: RoomId, dueAt: number): Promise<boolean>

  /** Erases at most `limit` messages of a room that was deleted, and with the last of them all the rest. A room goes once its files have gone. */
  eraseDeleted(limit: number): Promise<DeletedLeft>

  /** Ends all tokens of an identity for good. Answers those that were good until then; null where there is no such identity. */
  endIdentity(identity: number): Promise<TokenHash[] | null>
}
