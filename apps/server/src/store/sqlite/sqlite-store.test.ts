import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { storeContract } from '../store.contract.ts'
import { StoreUnavailable } from '../store.ts'
import { aCast, applied, create, edit, erase, post } from '../testing/cast.ts'
import { isLogCut } from './log-tail.ts'
import { DataDirectoryInUse, openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'

const makeDirectory = () => mkdtemp(joinPath(tmpdir(), 'confab-store-'))

storeContract('SQLite', async () => {
  const directory = await makeDirectory()
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

/** Far longer than a busy machine keeps the event loop waiting by itself. */
const DELAY_MS = 600

// Starting processes and threads takes its time on a machine that is busy with other tests.
describe('SQLite', { timeout: 30_000 }, () => {
  async function aDirectory(): Promise<string> {
    const directory = await makeDirectory()
    onTestFinished(() => rm(directory, { recursive: true }))
    return directory
  }

  async function aStore(options: Partial<SqliteStoreOptions> = {}) {
    const directory = options.directory ?? (await aDirectory())
    const store = await openSqliteStore({ directory, ...options })
    onTestFinished(() => store.close())
    return { directory, store }
  }

  /** Another program with the same file open. */
  function anOutsider(directory: string): DatabaseSync {
    const outsider = new DatabaseSync(joinPath(directory, 'confab.db'), { timeout: 2_000 })
    onTestFinished(() => {
      if (outsider.isOpen) outsider.close()
    })
    return outsider
  }

  test('a slow disk delays the commit, and neither the event loop nor a read', async () => {
    const { store } = await aStore({ commitDelayMs: DELAY_MS })
    const { kitchen, ana } = aCast()
    const order: string[] = []
    let isCommitted = false
    const startedAt = performance.now()
    const commit = store.commit([create(kitchen, ana)]).then(() => {
      isCommitted = true
      order.push('commit')
    })
    const read = store.readHeads([kitchen.roomId]).then(() => order.push('read'))

    let longestTurnMs = 0
    for (let at = performance.now(); !isCommitted; ) {
      await setImmediate()
      longestTurnMs = Math.max(longestTurnMs, performance.now() - at)
      at = performance.now()
    }
    await Promise.all([commit, read])

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(DELAY_MS)
    expect(longestTurnMs).toBeLessThan(DELAY_MS / 2)
    expect(order).toEqual(['read', 'commit'])
  })

  test('what was deleted or edited away is nowhere on the disk a while later, and a kill then is no loss', async () => {
    const { store, directory } = await aStore()
    const { kitchen, ana } = aCast()
    const secret = 'the-cellar-key-lies-under-the-third-step '
    const message = post(kitchen, ana, secret.repeat(150))
    const others = Array.from({ length: 40 }, (_, i) => post(kitchen, ana, `${i} `.repeat(300)))
    await store.commit([create(kitchen, ana), message, ...others])
    await store.commit([edit(kitchen, ana, message, secret.repeat(20))])
    const bytesWith = async (text: string) => {
      const names = ['confab.db', 'confab.db-wal', 'confab.db-shm']
      const files = await Promise.all(names.map((name) => readFile(joinPath(directory, name))))
      return files.some((bytes) => bytes.includes(text))
    }
    expect(await bytesWith('third-step')).toBe(true)
    await store.commit([erase(kitchen, ana, message)])
    await expect.poll(() => bytesWith('third-step'), { timeout: 10_000 }).toBe(false)
    // As after a kill: the log is empty, and that is no sign of commits that were lost.
    expect(isLogCut(joinPath(directory, 'confab.db'))).toBe(false)
    const [next] = await store.commit([post(kitchen, ana, 'and on')])
    expect(applied(next)).toMatchObject([{ sequence: 46 }])
  })

  test('closing waits for what was asked before, and takes nothing after', async () => {
    const { store } = await aStore({ commitDelayMs: 20 })
    const { kitchen, ana } = aCast()
    const commits = [store.commit([create(kitchen, ana)]), store.commit([post(kitchen, ana, 'one')])]
    const read = store.readHeads([kitchen.roomId])
    const closed = store.close()
    await expect(store.commit([post(kitchen, ana, 'two')])).rejects.toThrow(StoreUnavailable)
    await expect(store.readHeads([])).rejects.toThrow(StoreUnavailable)
    await closed
    expect((await Promise.all(commits)).flat().map(({ outcome }) => outcome)).toEqual(['applied', 'applied'])
    await expect(read).resolves.toBeInstanceOf(Map)
  })

  test('a data directory is made for its owner alone, and belongs to one store', async () => {
    const directory = joinPath(await aDirectory(), 'deep', 'data')
    const { store } = await aStore({ directory })
    expect((await stat(directory)).mode & 0o777).toBe(0o700)
    await expect(openSqliteStore({ directory })).rejects.toThrow(DataDirectoryInUse)
    await expect(openSqliteStore({ directory })).rejects.toThrow(directory)
    await store.close()
    const again = await openSqliteStore({ directory })
    await again.close()
  })

  test('a commit while somebody else writes is unavailable; the next one is tried anew', async () => {
    const { store, directory } = await aStore({ busyTimeoutMs: 1 })
    const { kitchen, ana } = aCast()
    await store.commit([create(kitchen, ana)])
    const outsider = anOutsider(directory)
    outsider.exec('BEGIN IMMEDIATE')
    const hello = post(kitchen, ana, 'hello')
    await expect(store.commit([hello])).rejects.toThrow(StoreUnavailable)
    expect((await store.readHeads([kitchen.roomId])).get(kitchen.roomId)?.head).toBe(2)
    outsider.exec('ROLLBACK')
    expect(applied((await store.commit([hello]))[0])).toMatchObject([{ sequence: 3 }])
  })

  test('a handle that failed is opened again, for writing and for reading', async () => {
    const { store, directory } = await aStore()
    const { kitchen, ana } = aCast()
    await store.commit([create(kitchen, ana)])
    const outsider = anOutsider(directory)
    outsider.exec('ALTER TABLE messages RENAME TO mislaid')
    const hello = post(kitchen, ana, 'hello')
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(store.commit([hello])).rejects.toThrow(StoreUnavailable)
      await expect(store.readEntry(kitchen.roomId, [ana.tokenHash], null)).rejects.toThrow(StoreUnavailable)
    }
    outsider.exec('ALTER TABLE mislaid RENAME TO messages')
    expect(applied((await store.commit([hello]))[0])).toMatchObject([{ sequence: 3 }])
    expect(await store.readEntry(kitchen.roomId, [ana.tokenHash], null)).toMatchObject({ head: 3 })
  })

  test('a file that is no database is refused at the start, and the directory is free again', async () => {
    const directory = await aDirectory()
    await writeFile(
      joinPath(directory, 'confab.db'),
      'These are not the pages you are looking for. '.repeat(50),
    )
    await expect(openSqliteStore({ directory })).rejects.toThrow('not a database')
    await rm(joinPath(directory, 'confab.db'))
    await aStore({ directory })
  })

  test('[D1] [D2] a process killed in the middle has lost nothing it answered, and its lock died with it', async () => {
    const directory = await aDirectory()
    const script = fileURLToPath(new URL('./testing/poster.ts', import.meta.url))
    const poster = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void poster.kill('SIGKILL'))
    const acked: string[] = []
    for await (const line of createInterface({ input: poster.stdout })) {
      acked.push(line)
      if (acked.length !== 300) continue
      await expect(openSqliteStore({ directory })).rejects.toThrow(DataDirectoryInUse)
      poster.kill('SIGKILL')
    }
    if (poster.exitCode === null && poster.signalCode === null) await once(poster, 'exit')

    const { store } = await aStore({ directory })
    const outsider = anOutsider(directory)
    const roomId = outsider.prepare('SELECT room_id AS roomId FROM rooms').get()?.roomId as string
    expect(outsider.prepare('PRAGMA integrity_check').get()?.integrity_check).toBe('ok')
    const { head, records } = await store.readChanges(roomId as never, 0, 1_000_000)
    expect(records.map((record) => record.version)).toEqual(Array.from({ length: head }, (_, i) => i + 1))
    const kept = records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))
    expect(kept.slice(0, acked.length)).toEqual(acked)
    expect(acked.length).toBeGreaterThanOrEqual(300)
  })
})
