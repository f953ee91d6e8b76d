import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import { NotDone } from '../not-done.ts'
import type { Store } from '../store.ts'
import { aCast, create, join, post, retitle } from '../testing/cast.ts'
import { backUp } from './backup.ts'
import { dataPaths, takeDataDirectory } from './data-directory.ts'
import { replaceDatabase } from './replace-database.ts'
import { restore } from './restore.ts'
import { DataDirectoryInUse, openSqliteStore } from './sqlite-store.ts'

// Each starts a thread or several, which takes seconds on a machine that is busy with other tests.
vi.setConfig({ testTimeout: 60_000 })

const quietly = { isForced: false, tell: () => {} }
const byForce = { isForced: true, tell: () => {} }

const { kitchen, harbour, ana, bo } = aCast()

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(joinPath(tmpdir(), 'confab-backup-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A data directory with two rooms in it, and its open store. */
async function aServer(): Promise<{ directory: string; store: Store }> {
  const directory = joinPath(await aFolder(), 'data')
  const store = await openSqliteStore({ directory })
  onTestFinished(() => store.close())
  await store.commit([
    create(kitchen, ana),
    join(kitchen, bo),
    create(harbour, bo),
    ...['one', 'two', 'three'].map((body) => post(kitchen, ana, body)),
    retitle(kitchen, ana, 'Supper'),
    join(kitchen, bo, { name: 'Bob' }),
  ])
  return { directory, store }
}

const read = async (directory: string) => {
  const store = await openSqliteStore({ directory })
  const rooms = [kitchen, harbour].map(({ roomId }) => store.readChanges(roomId, 0, 1_000))
  const found = await Promise.all(rooms)
  await store.close()
  return found
}

test('[D8] a backup of an open store, restored, holds the same records under another epoch', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'monday.confab')
  const backup = await backUp(directory, file, quietly)
  expect(backup).toMatchObject({ problems: [], rooms: 2, members: 3, messages: 3 })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const told = await Promise.all([kitchen, harbour].map(({ roomId }) => store.readChanges(roomId, 0, 1_000)))

  const elsewhere = joinPath(directory, '..', 'elsewhere')
  const restored = await restore(elsewhere, file, quietly)
  expect(restored).toMatchObject({ transcript: backup.transcript, aside: null })
  expect(await readdir(elsewhere)).toEqual(['confab.db', 'confab.lock'])
  const held = await read(elsewhere)
  expect(held.map(({ head, records }) => ({ head, records }))).toEqual(
    told.map(({ head, records }) => ({ head, records })),
  )
  const epochs = new Set([...held, ...told].map(({ epoch }) => epoch))
  expect(epochs.size).toBe(4)
  expect([...epochs].every((epoch) => /^[A-Za-z0-9_-]{22}$/.test(epoch))).toBe(true)
})

test('a draft that a killed backup of the same process id left is in nobody’s way', async () => {
  const { directory } = await aServer()
  const folder = joinPath(directory, '..')
  await writeFile(joinPath(folder, `.monday.confab.${process.pid}.part`), 'half of a backup')
  const backup = await backUp(directory, joinPath(folder, 'monday.confab'), quietly)
  expect(backup).toMatchObject({ problems: [], messages: 3 })
  expect((await readdir(folder)).sort()).toEqual(['data', 'monday.confab'])
})

test('a backup of a newer server is not restored, and what is there stays', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'monday.confab')
  await backUp(directory, file, quietly)
  await store.close()
  const newer = new DatabaseSync(file)
  newer.exec("INSERT INTO migrations (version, name) VALUES (9999, 'from the future')")
  newer.close()
  const before = await readdir(directory)
  await expect(restore(directory, file, byForce)).rejects.toThrow(NotDone)
  await expect(restore(directory, file, byForce)).rejects.toThrow('version 9999')
  expect(await readdir(directory)).toEqual(before)
  expect((await read(directory))[0]?.records).toHaveLength(6)
})

test('a transcript changes with every record', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'one.confab')
  const first = await backUp(directory, file, quietly)
  const same = await backUp(directory, file, byForce)
  await store.commit([post(kitchen, ana, 'four')])
  const other = await backUp(directory, file, byForce)
  expect(same.transcript).toBe(first.transcript)
  expect(other.transcript).not.toBe(first.transcript)
})

test('a backup replaces no file unless it is told to, and leaves nothing half done', async () => {
  const { directory } = await aServer()
  const folder = await aFolder()
  const file = joinPath(folder, 'monday.confab')
  await writeFile(file, 'dear diary')
  await expect(backUp(directory, file, quietly)).rejects.toThrow(NotDone)
  expect(await readFile(file, 'utf8')).toBe('dear diary')
  await backUp(directory, file, byForce)
  expect(await readdir(folder)).toEqual(['monday.confab'])
  await expect(backUp(folder, joinPath(folder, 'two.confab'), quietly)).rejects.toThrow('no database')
  await expect(backUp(directory, joinPath(folder, 'no', 'where'), quietly)).rejects.toThrow('no folder')
  expect(await readdir(folder)).toEqual(['monday.confab'])
})

test('a restore refuses while a server runs, and where data are, and keeps those it moves aside', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'monday.confab')
  await backUp(directory, file, quietly)
  await store.commit([post(kitchen, ana, 'tuesday')])
  await expect(restore(directory, file, byForce)).rejects.toThrow(DataDirectoryInUse)
  await store.close()
  await expect(restore(directory, file, quietly)).rejects.toThrow('--force')
  const { aside } = await restore(directory, file, byForce)
  expect((await read(directory))[0]?.records).toHaveLength(6)
  // The way back is a restore of what was moved aside.
  await restore(directory, joinPath(aside ?? '', 'confab.db'), byForce)
  expect((await read(directory))[0]?.records).toHaveLength(7)
})

test('a restore of what is no backup changes nothing', async () => {
  const { directory, store } = await aServer()
  await store.close()
  const before = await readdir(directory)
  const words = joinPath(directory, '..', 'words')
  await writeFile(words, 'dear diary '.repeat(1_000))
  const empty = joinPath(directory, '..', 'empty')
  await writeFile(empty, '')
  for (const file of [words, empty, joinPath(directory, 'confab.lock')])
    await expect(restore(directory, file, byForce)).rejects.toThrow('no backup')
  await expect(restore(directory, joinPath(directory, 'nowhere'), byForce)).rejects.toThrow('no file')
  expect(await readdir(directory)).toEqual(before)
  expect((await read(directory))[0]?.records).toHaveLength(6)
})

test('a restore cut off at any of its steps is finished by the next start', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'monday.confab')
  await backUp(directory, file, quietly)
  await store.commit([post(kitchen, ana, 'tuesday')])
  await store.close()
  const paths = dataPaths(directory)
  const prepare = async () => {
    const other = joinPath(await aFolder(), 'other')
    await restore(other, file, quietly)
    await writeFile(paths.restored, await readFile(joinPath(other, 'confab.db')))
    await writeFile(paths.restoring, '{"aside":"replaced-by-hand"}')
  }
  // Only the note was written; part of the old was moved; all of it; the new one is in place, and the note still there.
  const steps: (() => Promise<unknown>)[] = [
    async () => {},
    async () => {
      await mkdir(joinPath(directory, 'replaced-by-hand'), { recursive: true })
      await rm(paths.mark, { force: true })
    },
    () => rm(paths.database),
    async () => {
      await writeFile(paths.database, await readFile(paths.restored))
      await rm(paths.restored)
      await rm(paths.mark)
    },
  ]
  for (const step of steps) {
    await prepare()
    await expect(backUp(directory, `${file}.2`, quietly)).rejects.toThrow('cut off')
    await step()
    expect((await read(directory))[0]?.records).toHaveLength(6)
    expect((await readdir(directory)).filter((name) => name.includes('.restor'))).toEqual([])
  }
})

test('the log of the old database never lies beside the new one', async () => {
  const { directory, store } = await aServer()
  const file = joinPath(directory, '..', 'monday.confab')
  await backUp(directory, file, quietly)
  await store.close()
  const taken = takeDataDirectory(directory)
  await writeFile(`${taken.paths.database}-wal`, 'an old log')
  await writeFile(taken.paths.restored, await readFile(file))
  const aside = replaceDatabase(taken.paths, new Date())
  taken.release()
  expect(await readdir(aside ?? '')).toEqual(['confab.db', 'confab.db-wal', 'confab.state'])
  expect(await readdir(directory)).not.toContain('confab.db-wal')
})
