import type { Ask } from './pool.ts'

/** Whether an SQLite database is on its way into this one, and not all of it has arrived: nobody may be served from it. */
export async function isHalfMoved(ask: Ask): Promise<boolean> {
  const moves = await ask('SELECT FROM moves WHERE finished_at IS NULL')
  return moves.length > 0
}
