import { inspect } from 'node:util'
import { Guard } from 'typebox/guard'
import { Check } from 'typebox/value'
import { expect, test } from 'vitest'
import { eventChecksCode } from './check-code.ts'
import { EVENTS } from './event.ts'
import { EVENT_EXAMPLES } from './testing/examples.ts'
import { aMessage, anId } from './testing/index.ts'

/** Runs the code the way a module would. */
function checkerOf(type: string): (value: unknown) => boolean {
  const { shared, checks } = eventChecksCode()
  return new Function('Guard', `${shared} return ${checks[type]}`)(Guard) as (value: unknown) => boolean
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
  expect(Object.keys(eventChecksCode().checks)).toEqual(Object.keys(EVENTS))
})

test('a checker from code takes what the schema takes, and nothing else', () => {
  const isSpan = checkerOf('span')
  expect(isSpan(span)).toBe(true)
  expect(isSpan({ ...span, field: 'of a newer server' })).toBe(true)
  expect(isSpan({ ...span, upTo: -1 })).toBe(false)
  expect(isSpan({ ...span, roomId: 'short' })).toBe(false)
  expect(isSpan({ ...span, records: [{ ...span.records[0], kind: 'moon' }] })).toBe(false)
})

/** What may stand where something else was expected. */
const ODD = [
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

/** The same with one thing in it, wherever it stands, exchanged for another. */
function* mutants(value: unknown): Generator<unknown> {
  yield* ODD
  if (Array.isArray(value)) {
    yield [...value, ...value]
    for (const [at, item] of value.entries()) for (const mutant of mutants(item)) yield value.with(at, mutant)
  } else if (typeof value === 'object' && value !== null)
    for (const [key, field] of Object.entries(value))
      for (const mutant of mutants(field)) yield { ...value, [key]: mutant }
}

test.each(Object.keys(EVENTS) as (keyof typeof EVENTS)[])(
  'a checker from code and the interpreter agree on whatever stands in a field: %s',
  (type) => {
    const check = checkerOf(type)
    const examples = EVENT_EXAMPLES.filter((example) => example.type === type)
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      expect(check(example)).toBe(true)
      for (const mutant of mutants(example))
        if (check(mutant) !== Check(EVENTS[type], mutant))
          expect.fail(`not agreed on: ${inspect(mutant, { depth: 9 })}`)
    }
  },
)
