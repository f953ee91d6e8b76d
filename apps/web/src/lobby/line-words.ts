import type { ConnectionState } from '@confab/client'
import { isUp } from '../room/is-up.ts'
import { type Stop, stopOf } from '../room/stopped-words.ts'
import { moreWords } from '../words/more.svelte.ts'

export type LineNotice = Stop | { words: string; remedy: 'try-now' }

/**
 * What the lobby says about the line. Short drops are nobody's business here: `isLongDown` is whether it has been down for
 * so long that somebody may wonder. A browser does not tell a page whether a server elsewhere is away or refuses it.
 */
export function lineNotice(
  connection: ConnectionState,
  isOnline: boolean,
  isLongDown: boolean,
  isServerElsewhere: boolean,
): LineNotice | null {
  if (connection.name === 'stopped') return stopOf(connection.code)
  if (isUp(connection)) return null
  if (!isOnline) return { words: moreWords().connection.lobbyOffline, remedy: null }
  if (!isLongDown) return null
  const { unreachable, unreachableOrRefusing } = moreWords().connection
  return { words: isServerElsewhere ? unreachableOrRefusing : unreachable, remedy: 'try-now' }
}
