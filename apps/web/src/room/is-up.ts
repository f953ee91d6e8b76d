import type { ConnectionState } from '@confab/client'

/** Whether the line carries anything. One that is being probed is taken at its word until the probe fails. */
export function isUp(connection: ConnectionState): boolean {
  return connection.name === 'live' || connection.name === 'probing'
}
