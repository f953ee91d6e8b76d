import { expect, test } from 'vitest'
import { HIDDEN_MS_MIN, isGoodMoment } from './good-moment.ts'

const away = { isHidden: true, hiddenMs: HIDDEN_MS_MIN, isDurable: true, isSending: false }

test('a page nobody has looked at for a while may be loaded anew', () => {
  expect(isGoodMoment(away)).toBe(true)
})

test.each([
  ['it is looked at', { isHidden: false }],
  ['it was looked at just now', { hiddenMs: HIDDEN_MS_MIN - 1 }],
  ['what is typed would be lost', { isDurable: false }],
  ['something is on its way', { isSending: true }],
])('not while %s', (_, part) => {
  expect(isGoodMoment({ ...away, ...part })).toBe(false)
})
