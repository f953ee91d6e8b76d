import type { ConnectionState } from '@confab/client'

export type LineNotice = { words: string; remedy: 'try-now' | 'take-over' | 'reload' | null }

/**
 * What the lobby says about the line. Short drops are nobody's business here: `isLongDown` is whether it has been down for
 * so long that somebody may wonder.
 */
export function lineNotice(
  connection: ConnectionState,
  isOnline: boolean,
  isLongDown: boolean,
): LineNotice | null {
  if (connection.name === 'stopped') return stoppedNotice(connection.code)
  if (connection.name === 'live' || connection.name === 'probing') return null
  if (!isOnline)
    return { words: 'You are offline. Your rooms can be read; joining one needs the network.', remedy: null }
  if (!isLongDown) return null
  return { words: 'The server cannot be reached. Confab keeps trying.', remedy: 'try-now' }
}

function stoppedNotice(code: number): LineNotice {
  switch (code) {
    case 4409:
      return {
        words: 'This tab was opened again elsewhere, and the other one took over.',
        remedy: 'take-over',
      }
    case 4401:
      return { words: 'The server does not know this browser any more.', remedy: null }
    case 4403:
      return { words: 'This server does not let pages from here in.', remedy: null }
    case 4426:
    case 4400:
    case 1003:
      return { words: 'Confab was renewed on the server. Load this page again to go on.', remedy: 'reload' }
    default:
      return { words: 'The server ended the connection.', remedy: 'try-now' }
  }
}
