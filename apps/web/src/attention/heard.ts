import type { MemberId, MessageRecord, RoomCode, RoomId, Sequence } from '@confab/protocol'

/** What is needed of the rooms this browser knows. */
export type KnownRoomList = {
  readonly list: readonly {
    roomId: RoomId
    code: RoomCode
    title: string
    memberId: MemberId
    lastReadSequence: Sequence
  }[]
}

/** A message that may be worth calling for, and what of its room is told with it. */
export type Heard = {
  roomId: RoomId
  code: RoomCode
  title: string
  me: MemberId
  message: MessageRecord
  lastRead: Sequence
  /** The message it answers; undefined while that is not known. */
  answered: MessageRecord | null | undefined
  excerpt: string
  /** How long ago it was news, in milliseconds. */
  ageMs: number
  /** How many more of them are unread, where nobody heard them one by one. */
  others: number
}
