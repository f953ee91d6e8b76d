import type { AccountRefusalCode, AskDeeds, DeedsTold, IdentityToken } from '@confab/protocol'
import { type Asked, type Asking, post } from './json-post.ts'

/** A page of what leaders did in a room, or why there is none. */
export type FetchedDeeds = Asked<DeedsTold, AccountRefusalCode>

/**
 * Fetches what those who lead a room did in it, the newest first, for one of them: `url` is the client's, the token theirs. `asked.before` is the `next` of the page above.
 * Refused as 'not-found' for whoever does not lead the room.
 */
export function fetchDeeds({
  token,
  asked,
  ...asking
}: Asking & { token: IdentityToken; asked: AskDeeds }): Promise<FetchedDeeds> {
  return post(asking, '/rooms/deeds', { token, body: asked })
}
