import { cp, mkdtemp, open, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import type { ConfabRecord, Epoch } from '@confab/protocol'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Log } from '../../observability/log.ts'
import { type Store, StoreUnavailable } from '../store.ts'
import { aCast, create, join, pageFor, post, retitle } from '../testing/cast.ts'
import { backUp, examineTold, existingDatabase } from './backup.ts'
import { DatabaseDamaged, openSqliteStore } from './sqlite-store.ts'

const { kitchen, harbour, ana, bo } = aCast()
const PLACES = [kitchen, harbour]

type Told = { epoch: Epoch; records: ConfabRecord[] }[]

/** A directory as a killed server leaves it, half of its history in the log, and what people were told by then. */
let killed: { directory: string; told: Told }
/** The same, closed in order. */
let closed: { directory: string; told: Told }
/** The killed one a while before that. */
let earlier: { directory: string; told: Told }

const makeDirectory = () => mkdtemp(joinPath(tmpdir(), 'confab-damage-'))

async function copyOf(directory: string): Promise<string> {
  const copy = await makeDirectory()
  // With its times, as a disk that comes back has them.
  await cp(directory, copy, { recursive: true, preserveTimestamps: true })
  return copy
}

async function talk(store: Store, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 50) {
    const posts = Array.from({ length: 50 }, (_, j) => [
      post(kitchen, ana, `${i + j} in the kitchen ${'and so on '.repeat((i + j) % 30)}`),
      post(harbour, (i + j) % 3 ? ana : bo, `${i + j} at the harbour`),
    ])
    await store.commit(posts.flat())
    if (i % 200 === 0)
      await store.commit([join(kitchen, ana, { name: `Ana ${i}` }), retitle(harbour, ana, `Harbour ${i}`)])
  }
}

/** Everything a store serves, read twice: by place and by version. */
async function serve(store: Store): Promise<Told> {
  const rooms: Told = []
  for (const place of PLACES) {
    const { roomId } = place
    const records: ConfabRecord[] = []
    for (let after = 0; ; ) {
      const { epoch, page } = await pageFor(ana, store, place, { after }, 100)
      records.push(...page.records)
      after = page.to
      if (after < page.head) continue
      const changes = await store.readChanges(roomId, 0, 1_000_000)
      expect(changes.head).toBe(page.head)
      expect([...changes.records].sort((a, b) => a.sequence - b.sequence)).toEqual(records)
      rooms.push({ epoch, records })
      break
    }
  }
  return rooms
}

/** A log that remembers its events. */
function aLog(): Log & { events: string[] } {
  const events: string[] = []
  const note = (event: string) => void events.push(event)
  return { events, info: note, warn: note, error: note }
}

beforeAll(async () => {
  const directory = await makeDirectory()
  let store = await openSqliteStore({ directory })
  await store.commit([create(kitchen, ana), create(harbour, ana), join(harbour, bo)])
  await talk(store, 0, 600)
  await store.close()
  store = await openSqliteStore({ directory })
  await talk(store, 600, 700)
  earlier = { directory: await copyOf(directory), told: await serve(store) }
  await talk(store, 700, 1_000)
  const told = await serve(store)
  killed = { directory: await copyOf(directory), told }
  await store.close()
  closed = { directory: await copyOf(directory), told }
  await rm(directory, { recursive: true })
}, 60_000)

afterAll(async () => {
  for (const { directory } of [killed, closed, earlier]) await rm(directory, { recursive: true })
})

async function harm(directory: string, harming: (databasePath: string) => Promise<void>) {
  const copy = await copyOf(directory)
  onTestFinished(() => rm(copy, { recursive: true }))
  await harming(joinPath(copy, 'confab.db'))
  return copy
}

/** Random numbers from a seed, so that a failure can be repeated: mulberry32. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

async function flipByte(path: string, chance: (below: number) => number): Promise<void> {
  const file = await open(path, 'r+')
  const { size, atime, mtime } = await file.stat()
  const at = chance(size)
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  byte[0] = (byte[0] ?? 0) ^ (1 << chance(8))
  await file.write(byte, 0, 1, at)
  // A disk that forgets does not say when.
  await file.utimes(atime, mtime)
  await file.close()
}

/** What of a record decides order and identity. A single letter of a text may have changed: SQLite keeps no checksum of those. */
const outlineOf = ({ kind, sequence, version, ...rest }: ConfabRecord) =>
  [kind, sequence, version, 'messageId' in rest ? rest.messageId : null].join(' ')

const differing = (served: readonly ConfabRecord[], told: readonly ConfabRecord[]) =>
  served.filter((record, i) => JSON.stringify(record) !== JSON.stringify(told[i])).length

/**
 * Opens what was harmed, and holds it to the promise: it refuses, or it serves what people were told, or, if something is missing
 * at the end, every room is in another history, so that all who come are told.
 */
async function expectHonest(directory: string, told: Told): Promise<'refused' | 'whole' | 'renewed'> {
  let store: Store
  try {
    store = await openSqliteStore({ directory, log: aLog() })
  } catch (error) {
    expect(error).toBeInstanceOf(DatabaseDamaged)
    expect(String(error)).toContain('confab restore')
    return 'refused'
  }
  try {
    const served = await serve(store)
    const isRenewed = served.every(({ epoch }, i) => epoch !== told[i]?.epoch)
    served.forEach(({ epoch, records }, i) => {
      const before = told[i]?.records ?? []
      if (isRenewed) {
        expect(records.length).toBeLessThanOrEqual(before.length)
        // Records that were changed later are in an earlier state, so only messages are compared.
        const messages = (all: readonly ConfabRecord[]) => all.filter(({ kind }) => kind === 'message')
        expect(messages(before).slice(0, messages(records).length).map(outlineOf)).toEqual(
          messages(records).map(outlineOf),
        )
        return
      }
      expect(epoch).toBe(told[i]?.epoch)
      expect(records.map(outlineOf)).toEqual(before.map(outlineOf))
      expect(differing(records, before)).toBeLessThanOrEqual(1)
    })
    return isRenewed ? 'renewed' : 'whole'
  } catch (error) {
    // Found while reading: nothing more is served.
    if (!(error instanceof StoreUnavailable)) throw error
    return 'refused'
  } finally {
    await store.close()
  }
}

function tally(fates: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const fate of fates) counts[fate] = (counts[fate] ?? 0) + 1
  return counts
}

describe('a database file', { timeout: 120_000 }, () => {
  test('that was closed in order is taken as it is; one of a killed server is examined, and serves all', async () => {
    const inOrder = aLog()
    const store = await openSqliteStore({
      directory: await harm(closed.directory, async () => {}),
      log: inOrder,
    })
    await store.close()
    // The copy is another file to the file system, so it was examined; opened once more it is not.
    expect(inOrder.events).toContain('checked-database')

    const directory = await harm(killed.directory, async () => {})
    const log = aLog()
    const first = await openSqliteStore({ directory, log })
    expect(await serve(first)).toEqual(killed.told)
    await first.close()
    expect(log.events).toEqual(['checking-database', 'checked-database'])
    const again = await openSqliteStore({ directory, log })
    await again.close()
    expect(log.events).toHaveLength(2)
  })

  test('[D1] [D2] with a flipped bit is refused, or serves the order that was told', async () => {
    const fates: string[] = []
    for (let seed = 1; seed <= 24; seed++) {
      const { directory, told } = seed % 2 ? killed : closed
      const harmed = await harm(directory, (path) => flipByte(path, seeded(seed)))
      fates.push(
        await expectHonest(harmed, told).catch((error) =>
          Promise.reject(new Error(`seed ${seed}`, { cause: error })),
        ),
      )
    }
    console.log('flipped bits of the file', tally(fates))
    expect(Object.keys(tally(fates)).sort()).toEqual(['refused', 'whole'])
  })

  test('that is cut off, replaced, emptied or gone is refused', async () => {
    const chance = seeded(1)
    const harms: ((path: string) => Promise<void>)[] = [
      ...Array.from(
        { length: 6 },
        () => async (path: string) => truncate(path, chance((await stat(path)).size)),
      ),
      (path) => writeFile(path, 'These are not the pages you are looking for. '.repeat(5_000)),
      (path) => writeFile(path, ''),
      (path) => rm(path),
    ]
    for (const harming of harms)
      expect(await expectHonest(await harm(closed.directory, harming), closed.told)).toBe('refused')
  })

  test('put back from earlier while no server ran begins another history', async () => {
    const directory = await harm(closed.directory, async (path) => {
      const old = await openSqliteStore({ directory: await harm(earlier.directory, async () => {}) })
      await old.close()
      await cp(joinPath(earlier.directory, 'confab.db'), path)
      await utimes(path, 1_700_000_000, 1_700_000_000)
    })
    expect(await expectHonest(directory, closed.told)).toBe('renewed')
  })

  test('that is taken away under a running server ends the writing, loudly', async () => {
    vi.useFakeTimers({ toFake: ['setInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const directory = await harm(closed.directory, async () => {})
    const log = aLog()
    const damaged = vi.fn()
    const store = await openSqliteStore({ directory, log, damaged })
    onTestFinished(() => store.close())
    await store.commit([post(kitchen, ana, 'still here')])
    await rm(joinPath(directory, 'confab.db'))
    vi.advanceTimersByTime(10_000)
    expect(damaged).toHaveBeenCalledOnce()
    expect(log.events).toContain('database-damaged')
    await expect(store.commit([post(kitchen, ana, 'and gone')])).rejects.toThrow(StoreUnavailable)
    await expect(store.readHeads([])).rejects.toThrow(StoreUnavailable)
    await store.close()
    await expect(openSqliteStore({ directory })).rejects.toThrow(DatabaseDamaged)
  })
})

test('a database file taken away right before the server ends is missed by the next one', async () => {
  const directory = await harm(closed.directory, async () => {})
  const store = await openSqliteStore({ directory })
  await rm(joinPath(directory, 'confab.db'))
  await store.close()
  await expect(openSqliteStore({ directory })).rejects.toThrow('gone or empty')
})

describe('a database file that breaks under a running server', { timeout: 120_000 }, () => {
  test('is written no more, and nothing more is served from it', async () => {
    const directory = await harm(closed.directory, async () => {})
    const log = aLog()
    const damaged = vi.fn()
    const store = await openSqliteStore({ directory, log, damaged })
    onTestFinished(() => store.close())
    const file = await open(joinPath(directory, 'confab.db'), 'r+')
    const { size } = await file.stat()
    await file.write(Buffer.alloc(size - 4_096, 0xa5), 0, size - 4_096, 4_096)
    await file.close()
    await expect(store.readPage(kitchen.roomId, { after: 0 }, 100, ana.tokenHash)).rejects.toThrow(
      StoreUnavailable,
    )
    expect(damaged).toHaveBeenCalledOnce()
    expect(log.events.filter((event) => event === 'database-damaged')).toHaveLength(1)
    await expect(store.commit([post(kitchen, ana, 'one more')])).rejects.toThrow('damaged')
    await store.close()
    await expect(openSqliteStore({ directory })).rejects.toThrow(DatabaseDamaged)
  })
})

describe('the log of a killed server', { timeout: 120_000 }, () => {
  const harmLog = (harming: (logPath: string) => Promise<void>) =>
    harm(killed.directory, (path) => harming(`${path}-wal`))

  test('[D8] with a flipped bit loses no commit that people are not told of', async () => {
    const fates: string[] = []
    for (let seed = 1; seed <= 6; seed++)
      fates.push(await expectHonest(await harmLog((path) => flipByte(path, seeded(seed))), killed.told))
    console.log('flipped bits of the log', tally(fates))
    expect(fates).toContain('renewed')
  })

  test('[D8] that is cut off, emptied, gone or from earlier begins another history', async () => {
    const chance = seeded(2)
    const harms: ((path: string) => Promise<void>)[] = [
      ...Array.from(
        { length: 5 },
        () => async (path: string) => truncate(path, chance((await stat(path)).size)),
      ),
      (path) => truncate(path, 0),
      (path) => rm(path),
      (path) => cp(joinPath(earlier.directory, 'confab.db-wal'), path),
    ]
    for (const harming of harms)
      expect(await expectHonest(await harmLog(harming), killed.told)).toBe('renewed')
  })

  test('[D8] that is cut off begins another history as well when somebody checked or backed up before the next start', async () => {
    const cutOff = async (path: string) => truncate(path, (await stat(path)).size / 2)
    const checked = await harmLog(cutOff)
    expect((await examineTold(existingDatabase(checked), () => {})).problems).toEqual([])
    expect(await expectHonest(checked, killed.told)).toBe('renewed')
    const backedUp = await harmLog(cutOff)
    await backUp(backedUp, joinPath(backedUp, 'monday.confab'), { isForced: false, tell: () => {} })
    expect(await expectHonest(backedUp, killed.told)).toBe('renewed')
    const whole = await harmLog(async () => {})
    expect((await examineTold(existingDatabase(whole), () => {})).problems).toEqual([])
    expect(await expectHonest(whole, killed.told)).toBe('whole')
  })

  test('that ends within a commit nobody was told of is as good as whole', async () => {
    // The frames of an unfinished transaction: no commit among them.
    const directory = await harmLog(async (path) => {
      const file = await open(path, 'r+')
      const { size } = await file.stat()
      const frame = Buffer.alloc(24 + 4_096)
      await file.read(frame, 0, frame.length, size - frame.length)
      frame.writeUInt32BE(0, 4)
      await file.write(frame, 0, frame.length, size)
      await file.close()
    })
    expect(await expectHonest(directory, killed.told)).toBe('whole')
  })

  test('a renewal that was cut off itself is made up for at the next start', async () => {
    const directory = await harmLog((path) => rm(path))
    // As if the process had ended right after it looked: the traces are gone, only the note is left.
    await writeFile(joinPath(directory, 'confab.state'), '{"state":"renewing"}')
    await writeFile(joinPath(directory, 'confab.db-wal'), '')
    await rm(joinPath(directory, 'confab.db-shm'))
    expect(await expectHonest(directory, killed.told)).toBe('renewed')
  })
})
