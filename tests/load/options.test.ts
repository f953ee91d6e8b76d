import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const KNOWN = ['equal', 'ramp', 'memory']

test('without words everything is measured, and the page is written', () => {
  expect(readOptions([], KNOWN)).toEqual({
    ok: true,
    options: { isQuick: false, onlyPage: false, writesPage: true, scenarios: KNOWN },
  })
})

test('names choose scenarios, in the order they are told, and then no page is written', () => {
  expect(readOptions(['memory', 'equal'], KNOWN)).toMatchObject({
    options: { scenarios: ['equal', 'memory'], writesPage: false },
  })
})

test('a name also chooses the scenarios that go on from it', () => {
  const known = [...KNOWN, 'memories', 'nodes-join', 'nodes-talk']
  expect(readOptions(['nodes', 'memory'], known)).toMatchObject({
    options: { scenarios: ['memory', 'nodes-join', 'nodes-talk'] },
  })
})

test('a quick run says nothing worth a page', () => {
  expect(readOptions(['--quick'], KNOWN)).toMatchObject({ options: { isQuick: true, writesPage: false } })
})

test('the page alone is written from the figures there are', () => {
  expect(readOptions(['--page'], KNOWN)).toMatchObject({ options: { onlyPage: true, writesPage: true } })
})

test('what does not exist is said by name, with what does', () => {
  expect(readOptions(['memry'], KNOWN)).toEqual({
    ok: false,
    reason: 'There is no scenario "memry"; there are equal, ramp, memory.',
  })
  expect(readOptions(['--fast'], KNOWN)).toMatchObject({ ok: false })
})
