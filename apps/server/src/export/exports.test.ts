import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXPORT_PARTS_AT_ONCE, EXPORT_PARTS_AT_ONCE_PER_ADDRESS } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import type { Store } from '../store/store.ts'
import { aCast, create } from '../store/testing/cast.ts'
import { aClock } from '../testing/clock.ts'
import { openTestStore } from '../testing/store-for-tests.ts'
import { ExportPlaces } from './export-places.ts'
import { Exports } from './exports.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

const counters = createCounters()

/** Asks for parts of rooms, each by the owner of another one, who does not take it. */
function takers() {
  const clock = aClock()
  const places = new ExportPlaces(() => clock.monotonic(), counters)
  const exports = new Exports({ store, storage: null, clock, places })
  return async (address: string) => {
    const { kitchen, ana } = aCast()
    await store.commit([create(kitchen, ana)])
    const { roomId } = kitchen
    const asked = { roomId, format: 'json-lines', from: null, locale: '', zone: '' } as const
    return exports.part({ ...asked, tokenHash: ana.tokenHash, address })
  }
}

test('[D10] [A89] whoever takes parts as slowly as may be, from one address, leaves places for others', async () => {
  const take = takers()
  const [held] = await Promise.all(
    Array.from({ length: EXPORT_PARTS_AT_ONCE_PER_ADDRESS }, () => take('203.0.113.7')),
  )
  const busy = { ok: false, refusal: { code: 'busy', retryAfterMs: expect.any(Number) } }
  expect(await take('203.0.113.7')).toEqual(busy)
  expect(await take('203.0.113.8')).toMatchObject({ ok: true })
  if (held?.ok) held.answer.done()
  expect(await take('203.0.113.7')).toMatchObject({ ok: true })
})

test('[D10] [A89] a node has so many parts on their way, wherever they go', async () => {
  const take = takers()
  for (let i = 0; i < EXPORT_PARTS_AT_ONCE; i++)
    expect(await take(`203.0.113.${i}`)).toMatchObject({ ok: true })
  const before = { ...counters.exports }
  expect(await take('198.51.100.1')).toMatchObject({ ok: false, refusal: { code: 'busy' } })
  expect(counters.exports).toEqual({ ...before, busy: before.busy + 1 })
  expect(before.room).toBeGreaterThanOrEqual(EXPORT_PARTS_AT_ONCE)
})
