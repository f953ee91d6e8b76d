import { expect, test } from 'vitest'
import { mostCarried, nextRate, type Step, THOROUGH } from './ramp.ts'

const OPTIONS = { first: 100, ...THOROUGH }

/** Climbs against something that carries up to `limit`; `fails` says which tries fail besides. */
function climb(limit: number, fails: (attempt: number) => boolean = () => false): Step[] {
  const steps: Step[] = []
  for (let rate = nextRate(steps, OPTIONS); rate !== null; rate = nextRate(steps, OPTIONS)) {
    steps.push({ rate, isCarried: rate <= limit && !fails(steps.length) })
    if (steps.length > 100) throw new Error('it never ends')
  }
  return steps
}

test('a ramp doubles until it is too much, then closes in on the limit from below', () => {
  const steps = climb(3_000)
  expect(steps.slice(0, 6).map((step) => step.rate)).toEqual([100, 200, 400, 800, 1_600, 3_200])
  const most = mostCarried(steps) ?? 0
  expect(most).toBeLessThanOrEqual(3_000)
  expect(most).toBeGreaterThan(3_000 / 1.15)
})

test('a rate that fails once and is carried the second time was not too much', () => {
  const steps = climb(3_000, (attempt) => attempt === 2)
  expect(steps.slice(2, 5)).toEqual([
    { rate: 400, isCarried: false },
    { rate: 400, isCarried: true },
    { rate: 800, isCarried: true },
  ])
  expect(mostCarried(steps)).toBe(mostCarried(climb(3_000)))
})

test('what cannot carry the first rate is looked for below it', () => {
  const most = mostCarried(climb(30)) ?? 0
  expect(most).toBeGreaterThan(30 / 1.15)
  expect(most).toBeLessThanOrEqual(30)
})

test('what carries nothing at all ends too, with no rate', () => {
  expect(mostCarried(climb(0))).toBeNull()
})
