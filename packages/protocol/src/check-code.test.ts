import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { eventCheckCode } from './check-code.ts'
import { EVENTS } from './event.ts'
import { aMessage, anId } from './testing/index.ts'

/** Runs the code the way a module would; what needs the guard is not run here. */
function checkerOf(type: string): (value: unknown) => boolean {
  const code = eventCheckCode()[type]
  if (!code || code.needsGuard) throw new Error(`no runnable checker for ${type}`)
  return new Function(`return ${code.expression}`)() as (value: unknown) => boolean
}

const span = {
  type: 'span',
  roomId: anId('kitchen'),
  epoch: anId('epoch'),
  after: 0,
  upTo: 1,
  records: [aMessage({ sequence: 1 })],
}

test('every event has a checker as code', () => {
  expect(Object.keys(eventCheckCode())).toEqual(Object.keys(EVENTS))
})

test('a checker from code takes what the schema takes, and nothing else', () => {
  const isSpan = checkerOf('span')
  expect(isSpan(span)).toBe(true)
  expect(isSpan({ ...span, field: 'of a newer server' })).toBe(true)
  expect(isSpan({ ...span, upTo: -1 })).toBe(false)
  expect(isSpan({ ...span, roomId: 'short' })).toBe(false)
  expect(isSpan({ ...span, records: [{ ...span.records[0], kind: 'moon' }] })).toBe(false)
})

test('a checker from code and the interpreter agree on whatever stands in a field', () => {
  const isSpan = checkerOf('span')
  const odd = [
    null,
    undefined,
    1,
    -1,
    1.5,
    Number.NaN,
    1 / 0,
    2 ** 53,
    10n,
    '',
    'x',
    anId('x'),
    'member',
    [],
    {},
    true,
  ]
  const [message] = span.records
  const mutants = odd.flatMap((value) => [
    ...Object.keys(span).map((key) => ({ ...span, [key]: value })),
    ...Object.keys(message ?? {}).map((key) => ({ ...span, records: [{ ...message, [key]: value }] })),
  ])
  expect(mutants.filter((mutant) => isSpan(mutant))).not.toHaveLength(0)
  for (const mutant of mutants) expect(isSpan(mutant)).toBe(Check(EVENTS.span, mutant))
})
