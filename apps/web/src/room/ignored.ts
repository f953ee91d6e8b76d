import type { Ignored } from '@confab/client'
import type { MemberId, RoomId } from '@confab/protocol'

/** Where this browser remembers whom they would rather not read. */
export const IGNORED_KEY = 'confab-ignored'

/** What this browser remembers: until the server has told, nobody is to read what they would rather not. */
export function rememberedIgnored(): Ignored {
  try {
    return JSON.parse(localStorage.getItem(IGNORED_KEY) ?? '[]') as Ignored
  } catch {
    return []
  }
}

/** Those of one room. */
export const ignoredIn = (ignored: Ignored, roomId: RoomId): ReadonlySet<MemberId> =>
  new Set(ignored.find((one) => one.roomId === roomId)?.memberIds)
