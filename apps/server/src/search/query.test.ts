import type { MemberId } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { isEmptyQuery, parseQuery, type SearchQuery } from './query.ts'

const NOTHING: SearchQuery = {
  needles: [],
  from: null,
  after: null,
  before: null,
  hasFile: false,
  hasLink: false,
}
const word = (text: string) => ({ text, startsWord: false, endsWord: false })
const short = (text: string) => ({ text, startsWord: true, endsWord: false })
const whole = (text: string) => ({ text, startsWord: true, endsWord: true })
const day = (year: number, month: number, date: number) => Date.UTC(year, month - 1, date)

describe('what a person types becomes', () => {
  test.each<[string, Partial<SearchQuery>]>([
    ['', {}],
    ['   ', {}],
    ['bread', { needles: [word('bread')] }],
    ['  Bread  KITCHEN ', { needles: [word('bread'), word('kitchen')] }],
    ['Straße', { needles: [word('strasse')] }],
    ['ｂｒｅａｄ', { needles: [word('bread')] }],
    ['ok', { needles: [short('ok')] }],
    ['日', { needles: [word('日')] }],
    ['日本 語', { needles: [word('日本'), word('語')] }],
    ['"good bread"', { needles: [whole('good bread')] }],
    ['"good bre', { needles: [{ text: 'good bre', startsWord: true, endsWord: false }] }],
    ['""', {}],
    ['...', {}],
    ['c++', { needles: [whole('c')] }],
    ['foo.bar', { needles: [word('foo bar')] }],
    ['from:Ana', { from: { name: 'ana' } }],
    ['FROM:"Ana Lima" tea', { from: { name: 'ana lima' }, needles: [word('tea')] }],
    ['from:', {}],
    ['from:ana from:bo', { from: { name: 'bo' } }],
    ['has:file', { hasFile: true }],
    ['has:links', { hasLink: true }],
    ['has:cake', { needles: [word('has cake')] }],
    ['after:2026-01-31', { after: day(2026, 1, 31) }],
    ['before:2026-2-1', { before: day(2026, 2, 1) }],
    ['before:2026-02-30', { needles: [word('before 2026 02 30')] }],
    ['before:tomorrow', { needles: [word('before tomorrow')] }],
    ['notfrom:ana', { needles: [word('notfrom ana')] }],
    ['a* AND (b)', { needles: [whole('a'), word('and'), whole('b')] }],
  ])('%j', (text, fields) => {
    expect(parseQuery(text, 'UTC')).toEqual({ ...NOTHING, ...fields })
  })
})

test('a mention is a member', () => {
  const memberId = 'aN1aM2bR3dT4fH6jK8lZ0q' as MemberId
  expect(parseQuery(`from:<@${memberId}>`, 'UTC').from).toEqual({ memberId })
})

test('a day begins where somebody is, and nowhere in a zone that is not there', () => {
  expect(parseQuery('after:2026-07-01', 'Europe/Berlin').after).toBe(day(2026, 7, 1) - 2 * 3_600_000)
  expect(parseQuery('after:2026-07-01', 'Asia/Tokyo').after).toBe(day(2026, 7, 1) - 9 * 3_600_000)
  expect(parseQuery('after:2026-07-01', 'Nowhere/At_all').after).toBeNull()
})

test('[D10] [A41] of many words the first count', () => {
  expect(parseQuery('word '.repeat(40), 'UTC').needles).toHaveLength(12)
})

test('what asks for nothing is known', () => {
  expect(isEmptyQuery(parseQuery('... ""', 'UTC'))).toBe(true)
  expect(isEmptyQuery(parseQuery('has:link', 'UTC'))).toBe(false)
})
