import type { Answer } from '@confab/client'
import type { EraseMessages, Sequence } from '@confab/protocol'
import type { RoomSession } from '../room/room-session.svelte.ts'

/** Deletes what was posted since a moment: of one, or of those who came since. More than one command deletes is asked for again. */
export async function erase(
  session: RoomSession,
  of: EraseMessages['of'],
  since: number,
): Promise<Answer<null>> {
  for (;;) {
    const answer = await session.room.lead({
      type: 'erase-messages',
      of,
      since: Math.floor(since),
      until: null,
    })
    if (answer.ok || answer.refusal.code !== 'busy') return answer
  }
}

/** Brings back what this person deleted so in changes above a version, as far as that is kept. */
export const restore = (session: RoomSession, above: Sequence): Promise<Answer<null>> =>
  session.room.lead({ type: 'restore-messages', above })
