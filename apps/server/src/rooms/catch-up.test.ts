import type { Epoch } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { catchUp } from './catch-up.ts'

const epoch = anId<Epoch>('now')
const before = anId<Epoch>('before')

test.each([
  ['no cursor', null, 'reset'],
  ['another epoch', { epoch: before, sequence: 7 }, 'reset'],
  ['another epoch, at the head', { epoch: before, sequence: 10 }, 'reset'],
  ['ahead of the head', { epoch, sequence: 11 }, 'reset'],
  ['at the head', { epoch, sequence: 10 }, 'nothing-missed'],
  ['one behind', { epoch, sequence: 9 }, 'replay'],
  ['at the very beginning', { epoch, sequence: 0 }, 'replay'],
] as const)('%s', (_, cursor, way) => {
  expect(catchUp(cursor, { epoch, head: 10 })).toBe(way)
})

test('an empty history has nothing to miss', () => {
  expect(catchUp({ epoch, sequence: 0 }, { epoch, head: 0 })).toBe('nothing-missed')
})
