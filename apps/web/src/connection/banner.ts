import type { ConnectionState } from '@confab/client'
import { type Stop, stopOf } from '../room/stopped-words.ts'

/** What the person is told about the line; null when all is well, or may be in a moment. */
export type Banner =
  | { kind: 'offline'; waiting: string }
  | { kind: 'connecting'; waiting: string; retryInSeconds: number | null }
  | { kind: 'catching-up' }
  | ({ kind: 'stopped' } & Stop)

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
  if (connection.name === 'stopped') return { kind: 'stopped', ...stopOf(connection.code) }
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
