import type { Epoch, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import { EARLY_SPANS_LENGTH_MAX, EARLY_SPANS_MAX, EARLY_SPANS_MS_MAX } from '../limits.ts'
import { aClock } from '../testing/clock.ts'
import { aNodeAmongOthers, openHouses } from '../testing/house.ts'
import { EarlySpans } from './early-spans.ts'
import type { EncodedSpan } from './spans.ts'

const aSpan = (after: number, upTo = after + 1, length = 10): EncodedSpan => ({
  span: {
    type: 'span',
    roomId: anId<RoomId>('kitchen'),
    epoch: anId<Epoch>('now'),
    after,
    upTo,
    records: [],
  },
  encoded: { text: 'x'.repeat(length) },
})

function waiting({ isTold = true } = {}) {
  const clock = aClock()
  let missing = 0
  const early = new EarlySpans({ clock, isTold: () => isTold, missing: () => missing++ })
  return { clock, early, missing: () => missing }
}

describe('[D4] a span that came early', () => {
  test('waits for what is before it, and is next when that was told', () => {
    const { clock, early, missing } = waiting()
    const [first, second] = [aSpan(5), aSpan(6)]
    expect([early.keep(second), early.keep(first)]).toEqual([true, true])
    expect(early.takeNext(4)).toBeNull()
    expect(early.takeNext(5)).toBe(first)
    expect(early.takeNext(6)).toBe(second)
    expect(early.takeNext(7)).toBeNull()
    clock.advance(EARLY_SPANS_MS_MAX)
    expect(missing()).toBe(0)
  })

  test('is missed aloud when that does not come, once', () => {
    const { clock, early, missing } = waiting()
    early.keep(aSpan(5))
    clock.advance(EARLY_SPANS_MS_MAX - 1)
    early.keep(aSpan(6))
    expect(missing()).toBe(0)
    clock.advance(1)
    expect(missing()).toBe(1)
    // What was read instead is seen.
    expect(early.takeNext(7)).toBeNull()
    clock.advance(EARLY_SPANS_MS_MAX)
    expect(missing()).toBe(1)
  })

  test('waits anew for the next hole', () => {
    const { clock, early, missing } = waiting()
    early.keep(aSpan(5))
    clock.advance(EARLY_SPANS_MS_MAX - 1)
    expect(early.takeNext(4)).toBeNull()
    clock.advance(1)
    expect(missing()).toBe(0)
    clock.advance(EARLY_SPANS_MS_MAX)
    expect(missing()).toBe(1)
  })

  test('does not wait where no doorbell gets through, nor among too many or too long ones', () => {
    expect(waiting({ isTold: false }).early.keep(aSpan(5))).toBe(false)
    const many = waiting().early
    for (let i = 0; i < EARLY_SPANS_MAX; i++) expect(many.keep(aSpan(5 + i))).toBe(true)
    expect(many.keep(aSpan(100))).toBe(false)
    const long = waiting().early
    expect(long.keep(aSpan(5, 6, EARLY_SPANS_LENGTH_MAX))).toBe(true)
    expect(long.keep(aSpan(6))).toBe(false)
    expect(long.takeNext(5)).not.toBeNull()
    expect(long.keep(aSpan(8))).toBe(true)
  })

  test('is not missed any more once the room is put away', () => {
    const { clock, early, missing } = waiting()
    early.keep(aSpan(5))
    early.close()
    clock.advance(EARLY_SPANS_MS_MAX)
    expect(missing()).toBe(0)
  })
})

describe('[D4] a room on one of several nodes', () => {
  const aHouse = openHouses()

  test('puts doorbells that come in the wrong order into the right one, and asks nobody', async () => {
    const { enter, elsewhere, ring, store, bo } = await aHouse(aNodeAmongOthers('here'))
    const { listener } = await enter(bo)
    const [salt, pepper, oil] = [await elsewhere('salt'), await elsewhere('pepper'), await elsewhere('oil')]
    for (const records of [oil, pepper]) ring(records)
    expect(listener.bodies).toEqual([])
    ring(salt)
    expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
    expect(store.calls('readChanges')).toBe(0)
  })

  test('reads what does not come, and tells what waited for it once', async () => {
    const { enter, elsewhere, ring, store, clock, bo } = await aHouse(aNodeAmongOthers('here'))
    const { listener } = await enter(bo)
    await elsewhere('salt')
    ring(await elsewhere('pepper'))
    clock.advance(EARLY_SPANS_MS_MAX)
    await expect.poll(() => listener.bodies).toEqual(['salt', 'pepper'])
    ring(await elsewhere('oil'))
    expect(listener.bodies).toEqual(['salt', 'pepper', 'oil'])
    expect(store.calls('readChanges')).toBe(1)
  })
})
