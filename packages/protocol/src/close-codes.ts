/** What a client does when a connection ends: come back, come back as a stranger to its rooms, or stay away. */
export type CloseAction = 'retry' | 'rejoin' | 'stop'

/** Every close code in use: what it means and what to do. */
export const CLOSE_CODES = {
  1000: { action: 'retry', meaning: 'Closed by the other end.' },
  1001: { action: 'retry', meaning: 'The other end went away.' },
  1002: { action: 'retry', meaning: 'Not WebSocket as the standard has it.' },
  1003: { action: 'stop', meaning: 'A binary frame; frames are text.' },
  1009: { action: 'retry', meaning: 'A frame larger than the limit.' },
  1011: { action: 'retry', meaning: 'A fault in the server. The process lives.' },
  1012: {
    action: 'retry',
    meaning: 'The server restarts. The reason holds the spread to come back in, in ms.',
  },
  1013: { action: 'retry', meaning: 'The server has as many connections as it takes.' },
  4400: { action: 'stop', meaning: 'A malformed frame, or one out of turn.' },
  4401: { action: 'rejoin', meaning: 'The identity token is not accepted.' },
  4403: { action: 'stop', meaning: 'This origin or identity is not let in.' },
  4404: { action: 'rejoin', meaning: 'The room is gone.' },
  4408: { action: 'retry', meaning: 'The hello came too late.' },
  4409: { action: 'stop', meaning: 'The same tab opened another connection, which took over.' },
  4426: { action: 'stop', meaning: 'This version of the protocol is no longer served.' },
  4429: { action: 'retry', meaning: 'Far too many commands.' },
  4440: { action: 'retry', meaning: 'Reads too slowly. Resuming brings what was missed.' },
} as const satisfies Record<number, { action: CloseAction; meaning: string }>

/** A close code of this protocol. */
export type CloseCode = keyof typeof CLOSE_CODES

/** What to do about a close code; one that is not in the table is a retry. */
export function closeAction(code: number): CloseAction {
  return Object.hasOwn(CLOSE_CODES, code) ? CLOSE_CODES[code as CloseCode].action : 'retry'
}
