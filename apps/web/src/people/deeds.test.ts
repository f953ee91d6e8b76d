import type { Deed, MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { piecesOf } from '../words/isolate.ts'
import { foldDeeds, sayDeed } from './deeds.ts'

const NOON = 1_700_000_000_000
const MINUTE = 60_000
const [ana, bo] = ['Ana', 'Bo'].map((name) => ({ memberId: anId<MemberId>(name), name }))
let number = 0

const aDeed = (fields: Partial<Deed>): Deed => ({
  deed: ++number,
  at: NOON,
  by: ana ?? null,
  kind: 'change-code',
  whom: null,
  detail: {},
  ...fields,
})

/** A sentence without the marks around names. */
const said = (fields: Partial<Deed>) =>
  piecesOf(sayDeed(aDeed(fields)))
    .map(({ text }) => text)
    .join('')

test('an act of several commits is one line, with how many it was in all', () => {
  const deleted = (minutes: number, fields: Partial<Deed> = {}) =>
    aDeed({ kind: 'delete-message', whom: bo ?? null, at: NOON - minutes * MINUTE, ...fields })
  const newest = deleted(0)
  const erased = [100, 100, 37].map((count) => aDeed({ kind: 'erase-messages', detail: { count } }))
  const folded = foldDeeds([
    newest,
    deleted(1),
    deleted(2, { by: null }),
    deleted(30, { by: null }),
    ...erased,
  ])
  expect(folded.map(({ kind, detail }) => [kind, detail.count])).toEqual([
    ['delete-message', 2],
    ['delete-message', undefined],
    ['delete-message', undefined],
    ['erase-messages', 237],
  ])
  expect(folded[0]).toMatchObject({ deed: newest.deed, at: NOON })
})

test('what was settled in a row is one line that says how it is now; what concerns people stays apart', () => {
  const settle = (settings: Deed['detail']['settings'] & {}) =>
    aDeed({ kind: 'change-settings', detail: { settings } })
  const folded = foldDeeds([
    settle({ capacity: null }),
    settle({ capacity: 12, isLocked: true }),
    aDeed({ kind: 'ban-member', whom: bo ?? null }),
    aDeed({ kind: 'ban-member', whom: bo ?? null }),
    settle({ isLocked: false }),
  ])
  expect(folded.map(({ detail }) => detail)).toEqual([
    { settings: { capacity: null, isLocked: true } },
    {},
    {},
    { settings: { isLocked: false } },
  ])
})

test('says who did what to whom, and names are told apart from our words', () => {
  const toBo = { whom: bo ?? null }
  expect(said({ kind: 'ban-member', ...toBo })).toBe('Ana put Bo out for good')
  expect(said({ kind: 'set-role', ...toBo, detail: { role: 'reader' } })).toBe('Ana let Bo read only')
  expect(said({ kind: 'erase-messages', detail: { count: 1 } })).toBe('Ana deleted 1 message')
  expect(said({ kind: 'erase-messages', ...toBo, detail: { count: 2 } })).toBe('Ana deleted 2 messages of Bo')
  expect(said({ kind: 'delete-message', ...toBo })).toBe('Ana deleted 1 message of Bo')
  expect(said({ kind: 'clean-up', detail: { count: 3 } })).toBe('Ana cleaned up: 3 people put out')
  expect(said({ kind: 'let-in', detail: { name: 'Dara' } })).toBe('Ana let Dara in')
  expect(said({ kind: 'lift-ban', by: null, ...toBo })).toBe('Whoever runs this server let Bo come again')
  const settings = {
    entry: 'password',
    isPasswordNew: true,
    slowMs: 30_000,
    keptHours: null,
    capacity: 12,
  } as const
  expect(said({ kind: 'change-settings', detail: { settings } })).toBe(
    'Ana changed the settings: a password is asked for, another password, members at most: 12, slow mode: 30 seconds and messages are kept for ever',
  )
  const turned = sayDeed(aDeed({ kind: 'turn-away', detail: { name: 'ana\u202e' } }))
  expect(piecesOf(turned).filter(({ kind }) => kind === 'isolated')).toHaveLength(2)
})

test('a kind of a newer server is told as one, not left out', () => {
  for (const kind of ['fly-a-kite', 'toString', '__proto__'])
    expect(said({ kind: kind as Deed['kind'] })).toBe('Ana did something that only a newer version can tell')
})
