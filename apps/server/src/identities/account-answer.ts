import type { AccountRefusal } from '@confab/protocol'

/** What came of asking something about an account. */
export type AccountAnswer<Answer> = { ok: true; answer: Answer } | { ok: false; refusal: AccountRefusal }

/** Why it is not done, and when to ask again, in milliseconds. */
export const refused = (
  code: AccountRefusal['code'],
  retryAfterMs?: number,
): { ok: false; refusal: AccountRefusal } => ({
  ok: false,
  refusal: retryAfterMs === undefined ? { code } : { code, retryAfterMs },
})
