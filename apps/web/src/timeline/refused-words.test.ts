import { REFUSALS, type RefusalCode } from '@confab/protocol'
import { expect, test } from 'vitest'
import { refusedWords, retryWords } from './refused-words.ts'

test.each([...(Object.keys(REFUSALS) as RefusalCode[]), 'old' as const])('%s is said in words', (code) => {
  expect(refusedWords(code, 'yesterday')).toMatch(/^[A-Z].*\.$/)
  expect(refusedWords(code, 'yesterday')).not.toContain(`${code}.`)
})

test('what is old says when it was written, and is sent rather than tried again', () => {
  expect(refusedWords('old', 'yesterday')).toBe('Written yesterday, not sent.')
  expect(retryWords('old')).toBe('Send now')
  expect(retryWords('too-large')).toBe('Retry')
})
