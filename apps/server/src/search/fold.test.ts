import { expect, test } from 'vitest'
import { fold, foldWithPlaces } from './fold.ts'
import { CORPUS } from './testing/corpus.ts'

test.each([
  ['Grüße, Straße!', 'grusse strasse'],
  ['ΟΔΟΣ ὁδός', 'οδοσ οδοσ'],
  ['ﾊﾟﾝ ガラス ｶﾞﾗｽ', 'パン ガラス ガラス'],
  ['हिन्दी', 'हिन्दी'],
  ['İstanbul ılık', 'istanbul ilik'],
  ['한국어', '한국어'],
  ['한국어'.normalize('NFD'), '한국어'],
  ['don’t stop', 'dont stop'],
  ['soft\u00adhyphen', 'softhyphen'],
  ['<@aN1aM2bR3dT4fH6jK8lZ0q> hello', 'hello'],
  ['ﬁne ½ ™', 'fine 1 2 tm'],
])('%s is searched as %s', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('however a text is composed, it is folded alike, and knows where it came from', () => {
  for (const { body } of CORPUS) {
    const folded = fold(body)
    for (const form of ['NFC', 'NFD', 'NFKC'] as const) expect(fold(body.normalize(form)), body).toBe(folded)
    const { text, from, to } = foldWithPlaces(body)
    expect(text).toBe(folded)
    for (let i = 0; i < text.length; i++) {
      expect(from[i]).toBeLessThan(to[i] ?? 0)
      if (text[i] !== ' ' && text[i] !== undefined)
        expect(fold(body.slice(from[i], to[i])), `${body} at ${i}`).toContain(text[i])
    }
  }
})

test('[D11] the longest body folds in a moment, whatever is in it', () => {
  for (const unit of ['a', 'é', 'é', '́', '한', '👨‍👩‍👧', 'ﷺ', 'ﾊﾟ', '<@', '\u{1f3f4}\u{e0067}']) {
    const body = unit.repeat(Math.floor(8_000 / unit.length))
    const began = performance.now()
    fold(body)
    foldWithPlaces(body)
    expect(performance.now() - began, unit).toBeLessThan(500)
  }
})
