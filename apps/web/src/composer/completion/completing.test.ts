import type { MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { completingAt } from './completing.ts'

const at = (text: string) => completingAt(text, text.length, [], null)

test.each([
  ['the sign alone', '@', 'person', ''],
  ['a name begun', 'hi @an', 'person', 'an'],
  ['a name of two words', 'hi @ana mar', 'person', 'ana mar'],
  ['behind a bracket', '(@bo', 'person', 'bo'],
  ['behind Japanese, which has no spaces', 'こんにちは@bo', 'person', 'bo'],
  ['a wide sign', '＠bo', 'person', 'bo'],
  ['two letters of an emoji', 'well :sm', 'emoji', 'sm'],
  ['thumbs', ':+1', 'emoji', '+1'],
  ['an emoji in another language', ':ねこ', 'emoji', 'ねこ'],
  ['a room', 'see #ki', 'room', 'ki'],
])('%s', (_case, text, kind, query) => {
  expect(at(text)).toMatchObject({ kind, query, isClosed: false })
})

test.each([
  ['an address', 'ana@example'],
  ['a space behind the sign', '@ ana'],
  ['the next line', '@ana\nx'],
  ['one letter', ':s'],
  ['a smiley', ':)'],
  ['a time', 'at 12:30'],
  ['a link', 'https://confab'],
  ['a link to a place', 'https://example.org/#top'],
  ['a heading', '# ki'],
])('%s is nothing to complete', (_case, text) => {
  expect(at(text)).toBeNull()
})

test('an emoji can be closed by hand', () => {
  expect(at('so :tada:')).toMatchObject({ kind: 'emoji', query: 'tada', isClosed: true, from: 3 })
})

test('behind a mention something else can be begun', () => {
  const mentions = [{ memberId: anId<MemberId>('ana'), from: 0, to: 4 }]
  expect(completingAt('@Ana :so', 8, mentions, null)).toMatchObject({ kind: 'emoji', query: 'so' })
})

test('a mention is finished', () => {
  const mentions = [{ memberId: anId<MemberId>('ana'), from: 0, to: 4 }]
  expect(completingAt('@Ana ', 5, mentions, null)).toBeNull()
})

test('what was dismissed stays so until something else is begun', () => {
  const first = completingAt('@a', 2, [], null)
  const dismissed = first && { ...first, isDismissed: true }
  expect(completingAt('@an', 3, [], dismissed)).toMatchObject({ isDismissed: true })
  expect(completingAt('@an @b', 6, [], dismissed)).toMatchObject({ isDismissed: false })
})
