import { readdirSync, readFileSync } from 'node:fs'
import { join as joinPath } from 'node:path'
import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { REPORT_KEPT_MS_MAX, REPORT_SWEEP_MS, SETTLED_REPORT_KEPT_MS } from '../limits.ts'
import { silentLog } from '../observability/log.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { type Store, StoreUnavailable } from '../store/store.ts'
import { aCast, create, idOf, join, post } from '../store/testing/cast.ts'
import { aClock } from '../testing/clock.ts'
import { aDirectory } from '../testing/store-for-tests.ts'
import { ReportSweep } from './report-sweep.ts'
import { Reports } from './reports.ts'

const WORDS = ['rhubarb-and-custard', 'gooseberry-fool']

/** Bo said two things in Ana's kitchen; she reported the first, Chidi the second. */
async function aKitchen() {
  const { directory, remove } = aDirectory()
  const store = await openSqliteStore({ directory })
  const clock = aClock()
  clock.advance(REPORT_KEPT_MS_MAX)
  const { kitchen, ana, bo, chidi } = aCast()
  const posts = WORDS.map((body, i) => post(kitchen, bo, body, { messageId: anId<MessageId>(`said-${i}`) }))
  await store.commit([create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi), ...posts])
  const reports = new Reports({ store, clock, log: silentLog })
  for (const [i, message] of posts.entries()) {
    const asked = { roomId: kitchen.roomId, messageId: idOf(message), reason: 'spam' as const }
    const tokenHash = [ana, chidi][i]?.tokenHash ?? ana.tokenHash
    expect(await reports.make('192.0.2.1', tokenHash, asked)).toEqual({ ok: true, answer: {} })
    const erase = { kind: 'delete-message' as const, roomId: kitchen.roomId, messageId: idOf(message) }
    await store.commit([{ ...erase, memberId: bo.memberIn(kitchen), at: clock.now() }])
  }
  const sweep = new ReportSweep({ store, clock, log: silentLog })
  onTestFinished(async () => {
    await sweep.close()
    await store.close()
    remove()
  })
  const isOnDisk = (words: string) =>
    readdirSync(directory)
      .filter((name) => name.startsWith('confab.db'))
      .some((name) => readFileSync(joinPath(directory, name)).includes(words))
  return { store, clock, sweep, isOnDisk }
}

/** Moves the clock on, and lets the sweep look as often as it would have. */
async function pass(clock: ReturnType<typeof aClock>, sweep: ReportSweep, ms: number) {
  clock.advance(ms - REPORT_SWEEP_MS)
  await settled(sweep)
  clock.advance(REPORT_SWEEP_MS)
  await settled(sweep)
}

/** Until what was begun with the last look is through. */
const settled = (_: ReportSweep) => new Promise((resolve) => setTimeout(resolve, 100))

test('what was reported is kept though it was deleted, two weeks from settling and three months at most, and is then on no disk', async () => {
  const { store, clock, sweep, isOnDisk } = await aKitchen()
  await settled(sweep)
  expect(sweep.openCount).toBe(2)
  expect(WORDS.map(isOnDisk)).toEqual([true, true])
  await store.reports.settle(1, { at: clock.now(), note: '' })
  await pass(clock, sweep, SETTLED_REPORT_KEPT_MS - REPORT_SWEEP_MS)
  expect(sweep.openCount).toBe(1)
  expect(WORDS.map(isOnDisk)).toEqual([true, true])
  await pass(clock, sweep, 2 * REPORT_SWEEP_MS)
  await expect.poll(() => WORDS.map(isOnDisk), { timeout: 10_000 }).toEqual([false, true])
  await pass(clock, sweep, REPORT_KEPT_MS_MAX - SETTLED_REPORT_KEPT_MS)
  await expect.poll(() => WORDS.map(isOnDisk), { timeout: 10_000 }).toEqual([false, false])
  await pass(clock, sweep, 2 * REPORT_SWEEP_MS)
  expect(sweep.openCount).toBe(0)
})

test('a store that does not answer is asked again a minute later, until the node closes', async () => {
  const clock = aClock()
  let looks = 0
  const reports = {
    purge: async () => {
      looks += 1
      if (looks === 1) throw new StoreUnavailable('away')
    },
    countOpen: async () => looks,
  }
  const store = { reports } as unknown as Store
  const sweep = new ReportSweep({ store, clock, log: silentLog })
  await settled(sweep)
  expect(sweep.openCount).toBe(0)
  clock.advance(REPORT_SWEEP_MS)
  await settled(sweep)
  expect(sweep.openCount).toBe(2)
  await sweep.close()
  clock.advance(10 * REPORT_SWEEP_MS)
  await settled(sweep)
  expect(looks).toBe(2)
})
