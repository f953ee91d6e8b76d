import type { RefusalCode } from '@confab/protocol'

/** Why something was not done. 'unavailable' also stands for: no connection could answer in time. */
export type RefusalReason = { code: RefusalCode; retryAfterMs?: number; suggestion?: string }

/** What came of something asked for: its value, or the refusal. */
export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: RefusalReason }

/** An answer with a value. */
export const accepted = <T>(value: T): Answer<T> => ({ ok: true, value })

/** An answer without one. */
export const refused = (refusal: RefusalReason): { ok: false; refusal: RefusalReason } => ({
  ok: false,
  refusal,
})

/** Ends a switch that names every case: a new case without a line is a compile error. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
