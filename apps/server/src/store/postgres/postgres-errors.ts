/** What PostgreSQL calls an error: five characters; null for one that did not come from it, such as a line that broke. */
export function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : null
}

/**
 * Others were in the way: a deadlock, a lock that did not come in time, or a row somebody else inserted first. Done again, it finds
 * what they left.
 */
const CONTENDED = new Set(['40001', '40P01', '55P03', '23505'])

export function isContended(error: unknown): boolean {
  return CONTENDED.has(sqlState(error) ?? '')
}

/** The server ends or begins, has no line free, or is one that only reads: another connection may do better. */
const GOING = new Set(['57P01', '57P02', '57P03', '57P05', '53300', '25006'])

/** Nothing is wrong with what was asked; the line or the server went. */
export function isLineLost(error: unknown): boolean {
  const state = sqlState(error)
  return state === null || GOING.has(state) || state.startsWith('08')
}

/** Classes of errors that speak of lines, limits, locks and of who is let in. What others say may quote what somebody wrote, which no log may hold. */
const SPEAKABLE = /^(08|25|28|3D|40|53|55|57|58)/

/** Why PostgreSQL did not do it, in words that may be logged. */
export function reasonOf(error: unknown): string {
  // What a connection says when it fails to several addresses is in its parts.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  const state = sqlState(error)
  if (state !== null && !SPEAKABLE.test(state)) return `error ${state}`
  return error instanceof Error ? error.message : String(error)
}
