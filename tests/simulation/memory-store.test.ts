import { storeContract } from '@confab/server/src/store/store.contract.ts'
import { createDisk } from './memory-disk.ts'
import { createMemoryStore } from './memory-store.ts'

// The simulation is worth what its store is worth: it keeps the contract of the real ones.
storeContract('the simulated store', async () => {
  const disk = createDisk()
  const open = async () =>
    createMemoryStore(disk, {
      after: (_ms, callback) => void setImmediate(callback),
      now: Date.now,
      readMs: () => 0,
      commitMs: () => ({ toDisk: 0, toAnswer: 0 }),
      commitFault: () => null,
      passes: () => true,
    })
  return { store: await open(), reopen: open, destroy: async () => {} }
})
