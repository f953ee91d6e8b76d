import type { Epoch, RoomId, Sequence } from '@confab/protocol'

/** What a node tells the others after its commit: the encoded span event, and where it stands. */
export type Doorbell = { roomId: RoomId; epoch: Epoch; after: Sequence; upTo: Sequence; encodedSpan: string }

/**
 * Tells other nodes that a room changed. A doorbell: it may lose, repeat or reorder what it is told, and nothing breaks,
 * because rooms compare sequences and read the store (D4). A node does not hear itself.
 */
export interface Broker {
  /** Never rejects and never waits: what cannot be told is counted and dropped. */
  publish(doorbell: Doorbell): void
  /** Hears of one room until the returned function is called. */
  subscribe(roomId: RoomId, listener: (doorbell: Doorbell) => void): () => void
  close(): Promise<void>
}
