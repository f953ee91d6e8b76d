import type { CloseCode } from '@confab/protocol'
import type { EncodedEvent } from '../rooms/room-connection.ts'

/** One WebSocket as the connection sees it: bytes out, nothing else. What comes in is handed to the connection. */
export interface Line {
  /** Sends events as one text frame; answers how many bytes it handed over. */
  send(events: EncodedEvent): number
  /** Bytes handed over and not yet taken by the system. */
  readonly unsentBytes: number
  close(code: CloseCode, reason?: string): void
  /** Cuts the line at once and frees what was unsent. */
  terminate(): void
}
