import type { RoomId } from '@confab/protocol'
import type { NodeSignal, RoomSignal } from './signals.ts'

/** Who listens to a room. */
export type RoomListener = {
  hear(signal: RoomSignal): void
  /** Listening has begun, or begun again: what was said before now may have been missed. Called once at least, and never before `subscribe` returned. */
  ready(): void
}

/**
 * Carries words from node to node. A doorbell: it may lose, repeat or reorder what it is told, and nothing breaks, because rooms
 * compare sequences and read the store (D4). It keeps nothing. A node does not hear itself.
 */
export interface Broker {
  /** Words get through at present, as far as this broker knows. While they do not, rooms look into the store more often. */
  readonly isConnected: boolean
  /** To all who listen to the room. Never rejects and never waits: what cannot be told is counted and dropped. */
  publish(signal: RoomSignal): void
  /** To all nodes. The same holds. */
  broadcast(signal: NodeSignal): void
  /** Hears of one room until the returned function is called. */
  subscribe(roomId: RoomId, listener: RoomListener): () => void
  /** Hears what is said to all nodes until the returned function is called. */
  listen(listener: (signal: NodeSignal) => void): () => void
  close(): Promise<void>
}
