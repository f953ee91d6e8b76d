import type pg from 'pg'
import { NotDone } from '../not-done.ts'
import { isServed } from './keep-database.ts'
import { RENEW_EPOCHS } from './lineage.ts'
import { asking } from './pool.ts'

/**
 * Begins another history in every room, by hand: for a database that was put back to an older state in a way that no server notices.
 * Answers the number of rooms. Rejects with `NotDone` while a server is connected, for it would go on with the old history.
 */
export async function renewEpochs(client: pg.ClientBase): Promise<number> {
  const ask = asking(client)
  if (await isServed(ask))
    throw new NotDone('A server, or another Confab command, is connected. Stop it first.')
  await ask('BEGIN')
  try {
    const { rowCount } = await client.query(RENEW_EPOCHS)
    await ask('UPDATE lineage SET number = number + 1')
    await ask('COMMIT')
    return rowCount ?? 0
  } catch (error) {
    await ask('ROLLBACK').catch(() => {})
    throw error
  }
}
