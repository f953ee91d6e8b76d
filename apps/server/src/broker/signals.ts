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

/** A member has seen a room up to here: for their own connections, wherever those are. */
export type ReadSignal = { kind: 'read'; roomId: RoomId; memberId: MemberId; upTo: Sequence }

/** Somebody in a room, under the name they have there. */
export type PersonHere = { memberId: MemberId; name: string }

/**
 * Who is in a room on one node: who came and who went since the signal before, which had the number before. A hole in the numbers
 * shows that one was lost. With `isWhole` it begins anew, and who is listed replaces what was known; a long list goes on in the
 * signals behind it. `count` is how many the node has there once all of them were heard.
 */
export type PresenceSignal = {
  kind: 'presence'
  roomId: RoomId
  nodeId: NodeId
  number: number
  isWhole: boolean
  count: number
  here: PersonHere[]
  gone: MemberId[]
}

/** A node asks the others who is in a room: it opened it just now, or missed a word. `of` asks one of them alone. */
export type WhoIsHereSignal = { kind: 'who-is-here'; roomId: RoomId; nodeId: NodeId; of: NodeId | null }

/** What is said about one room. */
export type RoomSignal = Doorbell | TypingSignal | ReadSignal | PresenceSignal | WhoIsHereSignal

/** Where a node's presence in a room stands: the number of its last signal there, and how many members it has. */
export type Standing = { roomId: RoomId; number: number; count: number }

/**
 * A node lives: what it said of who is where holds until its lease ends. With `isLeaving` it ends, and its people are about to come
 * elsewhere. Each brings where some of its rooms stand, what changed lately first, and all of them within `roundMs`, so that a
 * lost last word is noticed. `at` is a stamp, see `Stamps`.
 */
export type AliveSignal = {
  kind: 'alive'
  nodeId: NodeId
  at: number
  isLeaving: boolean
  roundMs: number
  standings: Standing[]
}

/** A tab came to one node; its connection at any other that came before `at` (a stamp) is replaced (D9). */
export type TakeOverSignal = { kind: 'take-over'; at: number; tokenHash: TokenHash; tabId: string }

/** Somebody tried a room code that is nobody's. Where from, the signal has as hashes of the address blocks, which say that two are the same and no more. */
export type LookUpFailedSignal = { kind: 'look-up-failed'; address: string; network: string }

/** This token proves nothing any more. */
export type RevokedSignal = { kind: 'revoked'; tokenHash: TokenHash }

/** Somebody changed what they want to be called for: for their connections, wherever those are. */
export type AttentionSignal = { kind: 'attention'; tokenHash: TokenHash }

/** Where this banned member came from is barred, by whichever node knows it. */
export type BarAddressSignal = { kind: 'bar-address'; room: RoomId; memberId: MemberId }

/** The store takes what this node brings. Whoever hears it, and cannot say the same, is cut off alone. */
export type WellSignal = { kind: 'well' }

/** What is said to all nodes. */
export type NodeSignal =
  | AliveSignal
  | TakeOverSignal
  | LookUpFailedSignal
  | RevokedSignal
  | AttentionSignal
  | BarAddressSignal
  | WellSignal
