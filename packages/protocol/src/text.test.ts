import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText, isCleanText, isVisibleText } from './text.ts'

const UNSAFE: [string, string][] = [
  ['NUL', '\u0000'],
  ['a bell', '\u0007'],
  ['a carriage return', '\r'],
  ['an escape, which starts a terminal’s commands', '\u001b'],
  ['delete', '\u007f'],
  ['a C1 control', '\u009b'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a right-to-left override', '\u202e'],
  ['an isolate', '\u2066'],
  ['the end of an isolate', '\u2069'],
  ['a tag character', '\u{e0041}'],
  ['the tag that begins a language', '\u{e0001}'],
  ['a text hidden behind a flag', `🏴${'\u{e0061}'.repeat(7)}`],
  ['a noncharacter', '\uffff'],
  ['a noncharacter of the Arabic block', '\ufdd0'],
  ['an annotation', '\ufff9'],
]

test.each(UNSAFE)('[A58] %s is not clean', (_, character) => {
  expect(isCleanText(`a${character}b`)).toBe(false)
})

test('half a surrogate pair is not clean', () => {
  expect(isCleanText('a\ud83d')).toBe(false)
  expect(isCleanText('\ude00a')).toBe(false)
})

test.each([
  '',
  'Hello, Bo.',
  'two\nlines\tand a tab',
  '你好，世界',
  'مرحبا بالعالم',
  'नमस्ते',
  '👩‍👩‍👧‍👦 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  'a\u200fb\u200ec',
])('“%s” is clean, and stays as it is', (text) => {
  expect(isCleanText(text)).toBe(true)
  expect(cleanText(text)).toBe(text)
})

describe('cleaning', () => {
  test('makes every kind of line end one', () => {
    expect(cleanText('one\r\ntwo\rthree\u2028four\u2029five\nsix')).toBe('one\ntwo\nthree\nfour\nfive\nsix')
  })

  test('takes out what deceives and leaves what is said', () => {
    expect(cleanText('pay\u202e 001 \u2066now\u0007')).toBe('pay 001 now')
  })

  test('puts a replacement for half a surrogate pair', () => {
    expect(cleanText('a\ud83db')).toBe('a\ufffdb')
  })

  test('of any text gives a clean one, and cleaning that again changes nothing', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      const cleaned = cleanText(text)
      expect(isCleanText(cleaned)).toBe(true)
      expect(cleanText(cleaned)).toBe(cleaned)
    })
    fc.assert(property)
  })
})

describe('what can be seen', () => {
  test.each(['a', ' a ', '.', '🙂', '中', '\u200ba', 'é', '1\u0301'])('“%s” can', (text) => {
    expect(isVisibleText(text)).toBe(true)
  })

  test.each([
    ['nothing', ''],
    ['spaces', ' \u00a0\u3000\t\n'],
    ['a zero-width space and joiners', '\u200b\u200c\u200d\u2060\ufeff'],
    ['a Hangul filler', '\u3164'],
    ['a halfwidth Hangul filler', '\uffa0'],
    ['the choseong and jungseong fillers', '\u115f\u1160'],
    ['a blank Braille pattern', '\u2800'],
    ['a combining mark with nothing below it', '\u0301'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['direction marks', '\u200e\u200f\u061c'],
    ['a soft hyphen', '\u00ad'],
    ['a Mongolian vowel separator', '\u180e'],
  ])('%s cannot', (_, text) => {
    expect(isVisibleText(text)).toBe(false)
  })
})
