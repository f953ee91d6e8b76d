/** One connection of a peer's server, in one room. */
export interface Member {
  /** Posts a message with this text. */
  post(text: string): void
  /** Cuts the line. */
  close(): void
}

/** Hears the payload of every frame that may carry messages. */
export type HearFrame = (payload: Buffer) => void

/** A server of a kind, running. */
export interface RunningPeer {
  readonly pid: number
  /** Opens a connection and brings it into a room, counted from 0; resolves once it is in. */
  enter(room: number, member: number, hear: HearFrame): Promise<Member>
  stop(): Promise<void>
}

/** A kind of server that is measured: Confab, or one that people would take instead. */
export interface Peer {
  readonly name: string
  /** What it does with a message, in a few words: what is compared has to be known. */
  readonly keeps: string
  /** What every message has once in a frame, to count messages without parsing. */
  readonly mark: string
  start(): Promise<RunningPeer>
}
