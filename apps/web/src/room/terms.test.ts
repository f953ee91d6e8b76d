import type { RoomContract } from '@confab/protocol'
import { expect, test } from 'vitest'
import { changedTerms, hoursInWords, keptInWords, leadersInWords, readInWords, termsOf } from './terms.ts'

const OPEN = termsOf()

test('a room of which nothing is settled is open, for everybody, for good', () => {
  expect(OPEN).toEqual({
    entry: 'open',
    newcomersSee: null,
    keptHours: null,
    whoPosts: 'everybody',
    whoExports: 'owner',
  })
  expect(termsOf({ isLocked: true, entry: 'knock' }).entry).toBe('closed')
  // It ends by itself, and is no term.
  expect(termsOf({ guardedUntil: Date.now() + 1_000 })).toEqual(OPEN)
})

test('how long it is kept is said in days where it can be', () => {
  expect([1, 24, 36, 720].map(hoursInWords)).toEqual(['1 hour', '1 day', '36 hours', '30 days'])
  expect(keptInWords(OPEN)).toBe('It is kept for good.')
})

test('what newcomers read is said as it is settled', () => {
  const said = (newcomersSee: number | null) => readInWords({ newcomersSee })
  expect(said(null)).toBe('Everyone who comes in reads what was said.')
  expect(said(0)).toBe('Whoever comes in reads only what is said from then on.')
  expect(said(20)).toBe('Whoever comes in reads the last 20 messages from before.')
})

test('only what is another is told', () => {
  const now = termsOf({ keptHours: 24, whoPosts: 'moderators' })
  expect(changedTerms(OPEN, OPEN)).toEqual([])
  expect(changedTerms(OPEN, now)).toEqual([
    'It is kept for 1 day.',
    'Only those who look after the room write.',
  ])
  expect(changedTerms(now, OPEN)).toEqual(['It is kept for good.', 'Everybody writes.'])
})

test('who leads is told with how many there are besides', () => {
  const led = (leaders: string[], leadersCount: number) =>
    leadersInWords({ leaders, leadersCount } satisfies Pick<RoomContract, 'leaders' | 'leadersCount'>)
  expect(led([], 0)).toBeNull()
  expect(led(['Ana'], 1)).toBe('Looked after by Ana.')
  expect(led(['Ana', 'Bo'], 3)).toBe('Looked after by Ana, Bo and 1 other.')
})
