import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/**
 * Begins another history in every room: whoever comes back with a cursor of the one before is sent a fresh page instead of
 * what would follow (D8). One transaction, so no room is left behind.
 */
export function renewEpochs(database: DatabaseSync): void {
  const rooms = database.prepare('SELECT room FROM rooms').all()
  const renew = database.prepare('UPDATE rooms SET epoch = ? WHERE room = ?')
  database.exec('BEGIN IMMEDIATE')
  try {
    // The form of every id on the wire. Made here: the protocol's own maker would bring all its schemas along.
    for (const { room } of rooms) renew.run(randomBytes(16).toString('base64url'), Number(room))
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
