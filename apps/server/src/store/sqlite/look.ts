import { DatabaseSync } from 'node:sqlite'
import type { Look } from '../operator-look.ts'
import { existingDatabase } from './backup.ts'

/** How long whoever looks waits for a writer of the same file, in milliseconds. */
const BUSY_MS = 5_000

/** Looks at the database of a data directory, beside a server or not: nobody is kept waiting. */
export async function lookAtDatabase<Answer>(
  directory: string,
  see: (look: Look) => Promise<Answer>,
): Promise<Answer> {
  const database = new DatabaseSync(existingDatabase(directory), { readOnly: true, timeout: BUSY_MS })
  try {
    return await see(async <Row>(sql: string, values: readonly (string | number)[] = []) => {
      const statement = database.prepare(sql.replaceAll(/\$(\d)/g, '?$1'))
      return statement.all(...values) as Row[]
    })
  } finally {
    database.close()
  }
}
