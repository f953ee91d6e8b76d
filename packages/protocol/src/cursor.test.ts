import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeAfter } from './cursor.ts'

describe('[D5] where a span of changes stands against a cursor', () => {
  test.each([
    ['the next change', 3, { after: 3, upTo: 4 }, 'next'],
    ['the next forty', 3, { after: 3, upTo: 43 }, 'next'],
    ['an overlap, which does no harm', 3, { after: 1, upTo: 4 }, 'next'],
    ['the very first', 0, { after: 0, upTo: 1 }, 'next'],
    ['the same again', 4, { after: 3, upTo: 4 }, 'seen'],
    ['an older one', 9, { after: 3, upTo: 4 }, 'seen'],
    ['nothing at all', 4, { after: 4, upTo: 4 }, 'seen'],
    ['one with a hole before it', 3, { after: 4, upTo: 5 }, 'gap'],
    ['one far ahead', 0, { after: 4_000, upTo: 5_000 }, 'gap'],
  ] as const)('%s', (_, cursor, span, place) => {
    expect(placeAfter(cursor, span)).toBe(place)
  })

  test('whatever comes in whatever order, a cursor that moves by it never crosses a hole', () => {
    const spans = fc.array(
      fc
        .tuple(fc.nat(30), fc.integer({ min: 1, max: 5 }))
        .map(([after, length]) => ({ after, upTo: after + length })),
      { maxLength: 60 },
    )
    const property = fc.property(spans, (arrivals) => {
      const applied = new Set<number>()
      let cursor = 0
      for (const span of arrivals) {
        if (placeAfter(cursor, span) !== 'next') continue
        for (let sequence = span.after + 1; sequence <= span.upTo; sequence++) applied.add(sequence)
        expect(span.upTo).toBeGreaterThan(cursor)
        cursor = span.upTo
      }
      expect(applied.size).toBe(cursor)
    })
    fc.assert(property, { numRuns: 500 })
  })
})
