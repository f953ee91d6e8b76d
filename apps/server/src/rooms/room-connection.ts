import { encodeEvent, type RoomId, type Sequence, type ServerEvent } from '@confab/protocol'
import type { TokenHash } from '../store/store.ts'

/** Events encoded once, for however many connections they go to: one, or several with commas between them. */
export type EncodedEvent = { readonly text: string }

/** Encodes an event for delivery. */
export function encodeForDelivery(event: ServerEvent): EncodedEvent {
  return { text: encodeEvent(event) }
}

/** What a connection knows of a room it is in. */
export interface EnteredRoom {
  /** How far everyone in the room was told; null as long as this connection is not known to be a member's. */
  headFor(connection: RoomConnection): Sequence | null
  leave(connection: RoomConnection, how: 'left' | 'lost'): void
}

/** What a room knows of a connection: whose it is, and that it can be told things. */
export interface RoomConnection {
  readonly tokenHash: TokenHash
  /** Where it comes from. */
  readonly address: string
  /** The rooms it is in, or on the way into; rooms put themselves here. */
  readonly rooms: Map<RoomId, EnteredRoom>
  /** False once it is closing: it is told nothing more. */
  readonly isOpen: boolean
  /** Tells it something it must hear, in order. */
  deliver(event: EncodedEvent): void
  /** Tells it something that is dropped when it reads slowly; false when it was. */
  whisper(event: EncodedEvent): boolean
  /** It has so much unsent that what is next is better read again later than added to it. */
  readonly isBehind: boolean
  /** Resolves when little enough is unsent for another large piece, or when it closed. */
  drained(): Promise<void>
  /**
   * Does one thing after another of what sends large pieces, so that coming back to many rooms holds one room's past at a
   * time. Rejects when too much waits already.
   */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Not now, and nothing happened: asking again may bring more. */
export class AskAgain extends Error {
  override name = 'AskAgain'
}
