import type { Reading } from './frame-reader.ts'

/** One connection of a peer's server, in one room. */
export interface Member {
  /** Posts a message with this text. */
  post(text: string): void
  /** Cuts the line. */
  close(): void
}

/** What a member is told. `closed` is called when the line goes, on whichever side. */
export type MemberListeners = { hear(reading: Reading): void; closed(): void }

/** A server of a kind, running. */
export interface RunningPeer {
  readonly pid: number
  /** CPU seconds used so far by the server, and by what it stands on. */
  cpuSeconds(): number
  /** Opens a connection and brings it into a room, counted from 0; resolves once it is in. */
  enter(room: number, member: number, listeners: MemberListeners): Promise<Member>
  stop(): Promise<void>
}

/** A kind of server that is measured: Confab, or one that people would take instead. */
export interface Peer {
  readonly name: string
  /** What it does with a message, in a few words: what is compared has to be known. */
  readonly keeps: string
  start(): Promise<RunningPeer>
}
