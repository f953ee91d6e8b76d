import type { MemberId } from './ids.ts'
import { MENTIONS_MAX } from './limits.ts'

const MENTION = /<@([A-Za-z0-9_-]{22})>/g

/** How a body mentions a member: bound to them, not to the name of that day. Screens show the name they have now. */
export const mentionToken = (memberId: MemberId): string => `<@${memberId}>`

/** Whom a body mentions, in code as anywhere else, each once, the first `MENTIONS_MAX` of them. Whether there is such a member is not known here. */
export function mentionsIn(body: string): MemberId[] {
  const mentioned = new Set<MemberId>()
  for (const [, memberId] of body.matchAll(MENTION)) {
    if (mentioned.size === MENTIONS_MAX) break
    mentioned.add(memberId as MemberId)
  }
  return [...mentioned]
}
