import { REFUSALS, type RefusalCode } from '@confab/protocol'
import { expect, test } from 'vitest'
import { troubleOf } from './refusal-words.ts'

test.each(Object.keys(REFUSALS) as RefusalCode[])('%s is said in words, with something to do', (code) => {
  const { words } = troubleOf({ code }, 'Ana')
  expect(words).toMatch(/^[A-Z].*\.$/)
  expect(words).not.toContain(code)
})

test('a taken name comes with one that is free', () => {
  expect(troubleOf({ code: 'name-taken', suggestion: 'Ana 2' }, 'Ana')).toMatchObject({
    field: 'name',
    suggestion: 'Ana 2',
  })
})

test('a refusal of a newer server has words too', () => {
  expect(troubleOf({ code: 'moon-is-full' as RefusalCode }, 'Ana').words).toContain('Load this page again')
})

test.each([
  [400, '1 second'],
  [20_000, '20 seconds'],
  [600_000, '10 minutes'],
])('waiting %i ms is said as %s', (retryAfterMs, wait) => {
  expect(troubleOf({ code: 'rate-limited', retryAfterMs }, 'Ana').words).toContain(wait)
})
