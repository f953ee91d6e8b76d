import type { ConnectionState } from '@confab/client'
import { type Stop, stopOf } from '../room/stopped-words.ts'
import { moreWords } from '../words/more.svelte.ts'

/**
 * What the person is told about the line; null when all is well, or may be in a moment. `mustStay`: what waits is kept by
 * this tab alone.
 */
export type Banner =
  | { kind: 'offline'; waiting: string; mustStay: boolean }
  | { kind: 'connecting'; waiting: string; mustStay: boolean; retryInSeconds: number | null }
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
  const waits = {
    waiting: waitingWords(line.waitingCount),
    mustStay: line.waitingCount > 0 && !line.isDurable,
  }
  if (!line.isOnline) return { kind: 'offline', ...waits }
  const retryInSeconds =
    connection.name === 'waiting' ? Math.max(1, Math.ceil((connection.retryAt - line.now) / 1000)) : null
  return { kind: 'connecting', ...waits, retryInSeconds }
}

function waitingWords(count: number): string {
  return count === 0 ? '' : moreWords().connection.waiting(count)
}
