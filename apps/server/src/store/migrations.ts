import { readdirSync, readFileSync } from 'node:fs'

/** One step of the schema, forward only. */
export type Migration = { version: number; name: string; sql: string }

/** Reads the migrations of a directory: `0001-rooms.sql`, `0002-…`, without a number left out. */
export function readMigrations(directory: URL): Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10)
    if (version !== index + 1)
      throw new Error(`Migration ${name} is out of order: ${index + 1} was expected.`)
    return { version, name, sql: readFileSync(new URL(name, directory), 'utf8') }
  })
}
