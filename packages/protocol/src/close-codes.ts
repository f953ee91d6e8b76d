/** What a client does when a connection ends: come back, come back as a stranger to its rooms, or stay away. */
export type CloseAction = 'retry' | 'rejoin' | 'stop'

/** Every close code in use, and what to do about it. */
export const CLOSE_CODES = {
  1000: 'retry',
  1001: 'retry',
  1002: 'retry',
  1003: 'stop',
  1009: 'retry',
  1011: 'retry',
  1012: 'retry',
  1013: 'retry',
  4400: 'stop',
  4401: 'rejoin',
  4403: 'stop',
  4404: 'rejoin',
  4408: 'retry',
  4409: 'stop',
  4426: 'stop',
  4429: 'retry',
  4440: 'retry',
} as const satisfies Record<number, CloseAction>

/** A close code of this protocol. */
export type CloseCode = keyof typeof CLOSE_CODES

/** What each close code means, for the protocol's page; apart, because no browser needs it. */
export const CLOSE_MEANINGS: Record<CloseCode, string> = {
  1000: 'Closed by the other end.',
  1001: 'The other end went away.',
  1002: 'Not WebSocket as the standard has it.',
  1003: 'A binary frame; frames are text.',
  1009: 'A frame larger than the limit.',
  1011: 'A fault in the server. The process lives.',
  1012: 'The server restarts. The reason holds the spread to come back in, in ms.',
  1013: 'The server has as many who come in as it takes.',
  4400: 'A malformed frame, or one out of turn.',
  4401: 'The identity token proves nothing any more: it was revoked.',
  4403: 'This origin or identity is not let in.',
  4404: 'The room is gone.',
  4408: 'The hello came too late.',
  4409: 'The same tab opened another connection, which took over.',
  4426: 'This version of the protocol is no longer served.',
  4429: 'Far too many commands.',
  4440: 'Reads too slowly. Resuming brings what was missed.',
}

/** What to do about a close code; one that is not in the table is a retry. */
export function closeAction(code: number): CloseAction {
  return Object.hasOwn(CLOSE_CODES, code) ? CLOSE_CODES[code as CloseCode] : 'retry'
}
