import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore, type SqliteStoreOptions } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'

/** A directory of its own, and the way to take it away. */
export function aDirectory(): { directory: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'confab-test-'))
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

/** A real store on fresh data, which goes with it. */
export async function openTestStore(options: Partial<SqliteStoreOptions> = {}): Promise<Store> {
  const { directory, remove } = aDirectory()
  const store = await openSqliteStore({ directory, ...options })
  return {
    ...store,
    async close() {
      await store.close()
      remove()
    },
  }
}
