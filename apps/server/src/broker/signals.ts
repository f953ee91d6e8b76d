import type { Epoch, MemberId, RoomId, Sequence } from '@confab/protocol'
import type { TokenHash } from '../store/store.ts'

/** Which node this is, from its start to its end: random, so that nobody has to number them. */
export type NodeId = string & { readonly brand: 'NodeId' }

/** What a node tells the others after its commit: the encoded span event, and where it stands. */
export type Doorbell = {
  kind: 'doorbell'
  roomId: RoomId
  epoch: Epoch
  after: Sequence
  upTo: Sequence
  encodedSpan: string
}

/** Somebody writes in a room, or stopped. */
export type TypingSignal = { kind: 'typing'; roomId: RoomId; memberId: MemberId; encodedEvent: string }

/**
 * Who is in a room on one node: everybody (`isWhole`), or who came and who went since the signal before, which had the number before.
 * A hole in the numbers shows that one was lost.
 */
export type PresenceSignal = {
  kind: 'presence'
  roomId: RoomId
  nodeId: NodeId
  number: number
  isWhole: boolean
  here: { memberId: MemberId; name: string }[]
  gone: MemberId[]
}

/** A node asks the others who is in a room: it opened it just now, or missed a word. `of` asks one of them alone. */
export type WhoIsHereSignal = { kind: 'who-is-here'; roomId: RoomId; nodeId: NodeId; of: NodeId | null }

/** What is said about one room. */
export type RoomSignal = Doorbell | TypingSignal | PresenceSignal | WhoIsHereSignal

/** A node lives: what it said of who is where holds until its lease ends. With `isLeaving` it ends at once. */
export type AliveSignal = { kind: 'alive'; nodeId: NodeId; isLeaving: boolean }

/** A tab came to one node; its connection at any other is replaced (D9). */
export type TakeOverSignal = { kind: 'take-over'; tokenHash: TokenHash; tabId: string }

/** Somebody at these address blocks tried a room code that is nobody's. */
export type LookUpFailedSignal = { kind: 'look-up-failed'; address: string; network: string }

/** This token proves nothing any more. */
export type RevokedSignal = { kind: 'revoked'; tokenHash: TokenHash }

/** What is said to all nodes. */
export type NodeSignal = AliveSignal | TakeOverSignal | LookUpFailedSignal | RevokedSignal
