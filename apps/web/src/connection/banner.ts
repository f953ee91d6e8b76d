import type { ConnectionState } from '@confab/client'

/** What the person is told about the line; null when all is well, or may be in a moment. */
export type Banner =
  | { kind: 'offline'; waiting: string }
  | { kind: 'connecting'; waiting: string; retryInSeconds: number | null }
  | { kind: 'catching-up' }
  | { kind: 'stopped'; words: string; remedy: 'take-over' | 'reload' | null }

/** What the banner is decided from. Times are this browser's clock in milliseconds. */
export type Line = {
  connection: ConnectionState
  /** When the line was last seen alive; null while it is. */
  downSince: number | null
  /** The line was down for so long that the banner stood there. */
  wasTold: boolean
  isCatchingUp: boolean
  isOnline: boolean
  waitingCount: number
  isDurable: boolean
  now: number
}

/** A line down for less than this says nothing, in milliseconds: most come back before one would have read it. */
export const TOLD_AFTER_MS = 5_000

/** Decides what stands above the message box. */
export function bannerOf(line: Line): Banner | null {
  const { connection } = line
  if (connection.name === 'stopped') return stoppedBanner(connection.code)
  if (line.downSince === null) return line.isCatchingUp && line.wasTold ? { kind: 'catching-up' } : null
  if (line.now - line.downSince < TOLD_AFTER_MS) return null
  const waiting = waitingWords(line.waitingCount, line.isDurable)
  if (!line.isOnline) return { kind: 'offline', waiting }
  const retryInSeconds =
    connection.name === 'waiting' ? Math.max(1, Math.ceil((connection.retryAt - line.now) / 1000)) : null
  return { kind: 'connecting', waiting, retryInSeconds }
}

function waitingWords(count: number, isDurable: boolean): string {
  if (count === 0) return ''
  const goes =
    count === 1
      ? '1 message is waiting and goes out by itself.'
      : `${count} messages are waiting and go out by themselves.`
  if (isDurable) return goes
  return `${goes} This browser keeps nothing, so leave the tab open until then.`
}

function stoppedBanner(code: number): Banner {
  switch (code) {
    case 4409:
      return { kind: 'stopped', words: 'This tab was opened again elsewhere.', remedy: 'take-over' }
    case 4403:
      return { kind: 'stopped', words: 'This server does not let you in from here.', remedy: null }
    case 4401:
      return {
        kind: 'stopped',
        words: 'The server no longer knows this browser. Enter the room again with its code.',
        remedy: null,
      }
    case 4400:
    case 4426:
    case 1003:
      return {
        kind: 'stopped',
        words: 'Confab was renewed on the server. Load this page again to go on.',
        remedy: 'reload',
      }
    default:
      return { kind: 'stopped', words: 'The server ended the connection.', remedy: 'reload' }
  }
}
