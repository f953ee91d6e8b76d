import { describe, expect, test } from 'vitest'
import { playwrightFailures, vitestFailures } from './failures.ts'

describe('what failed in a run of Vitest', () => {
  test('is told by file and name, with how it begins', () => {
    const failureMessages = [
      '\u001b[31mError: 3 is not 4\u001b[39m\n\n    at one\n    at two\n    at three\n    at four\n    at five',
    ]
    const testResults = [
      {
        name: '/house/rooms/room.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { fullName: 'a room opens', status: 'passed', failureMessages: [] },
          { fullName: 'a room counts', status: 'failed', failureMessages },
        ],
      },
    ]
    expect(vitestFailures({ testResults }, '/house')).toEqual([
      {
        test: 'rooms/room.test.ts › a room counts',
        why: 'Error: 3 is not 4\n    at one\n    at two\n    at three\n    at four\n    at five',
      },
    ])
  })

  test('is the file, where it could not be loaded', () => {
    const testResults = [
      { name: '/house/door.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ]
    expect(vitestFailures({ testResults }, '/house')).toEqual([
      { test: 'door.test.ts', why: 'no such module' },
    ])
  })
})

test('what failed in a run of Playwright is told, at any depth, also if it passed later, and what broke the run', () => {
  const spec = (title: string, ok: boolean, ...messages: string[]) => ({
    title,
    file: 'e2e/door.e2e.ts',
    ok,
    tests: [{ results: [{ errors: messages.map((message) => ({ message })) }] }],
  })
  const suites = [
    {
      specs: [spec('opens', true)],
      suites: [{ specs: [spec('shuts', false, 'it is open'), spec('locks', true, 'not at first')] }],
    },
  ]
  expect(playwrightFailures({ suites, errors: [{ message: 'no browser' }] })).toEqual([
    { test: 'e2e/door.e2e.ts › shuts', why: 'it is open' },
    { test: 'e2e/door.e2e.ts › locks', why: 'not at first' },
    { test: 'the run itself', why: 'no browser' },
  ])
})
