import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { storeContract } from '../store.contract.ts'
import { openSqliteStore } from './sqlite-store.ts'

const aDirectory = () => mkdtemp(joinPath(tmpdir(), 'confab-store-'))

storeContract('SQLite', async () => {
  const directory = await aDirectory()
  let store = await openSqliteStore({ directory })
  return {
    store,
    async reopen() {
      await store.close()
      store = await openSqliteStore({ directory })
      return store
    },
    destroy: () => rm(directory, { recursive: true }),
  }
})
