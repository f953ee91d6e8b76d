import { expect, onTestFinished, test } from 'vitest'
import { keepingLog } from '../testing/node.ts'
import { errorFields, jsonLog, logFrom } from './log.ts'

function written(act: () => void): string {
  const original = process.stderr.write
  onTestFinished(() => {
    process.stderr.write = original
  })
  let text = ''
  process.stderr.write = (chunk: string | Uint8Array) => {
    text += chunk.toString()
    return true
  }
  act()
  process.stderr.write = original
  return text
}

test('[A60] a line is one JSON object, whatever stands in it', () => {
  const text = written(() =>
    jsonLog.warn('odd', { reason: 'two\nlines \u001b[31m', count: 2, isWhole: false }),
  )
  expect(text.endsWith('}\n')).toBe(true)
  expect(text.trimEnd()).not.toContain('\n')
  expect(text).not.toContain('\u001b')
  expect(JSON.parse(text)).toMatchObject({
    level: 'warn',
    event: 'odd',
    reason: 'two\nlines \u001b[31m',
    count: 2,
    isWhole: false,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  })
})

test('from a level on is logged what matters as much or more', () => {
  const log = keepingLog()
  const fromWarn = logFrom('warn', log)
  fromWarn.info('a stroll')
  fromWarn.warn('a stumble', { steps: 1 })
  fromWarn.error('a fall')
  expect(log.lines.map(({ event }) => event)).toEqual(['a stumble', 'a fall'])
})

test('of an error its kind, code and place are told, never its message', () => {
  const error = Object.assign(new RangeError('“my secret” is too long'), { code: 'ERR_LONG' })
  const fields = errorFields(error)
  expect(fields).toMatchObject({ error: 'RangeError', code: 'ERR_LONG' })
  expect(fields.thrown).toMatch(/log\.test\.ts/)
  expect(JSON.stringify(fields)).not.toContain('secret')
})

test('a message of many lines does not pass for the place', () => {
  const error = new Error('first\n    at the door stands Ana')
  expect(errorFields(error).thrown).toMatch(/log\.test\.ts/)
  error.message = 'changed later'
  expect(errorFields(error).thrown).toBeNull()
})

test('what is thrown and no error tells its type alone', () => {
  expect(errorFields('my secret')).toEqual({ error: 'string' })
  expect(errorFields(null)).toEqual({ error: 'object' })
})
