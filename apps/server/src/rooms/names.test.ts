import { NAME_LENGTH_MAX } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { checkName, suggestName } from './names.ts'

function skeletonOf(name: string): string {
  const checked = checkName(name)
  if (!checked.ok) throw new Error(`Refused: ${name}`)
  return checked.skeleton
}

const nameOf = (input: string) => {
  const checked = checkName(input)
  return checked.ok ? checked.name : null
}

describe('a name is brought into one form', () => {
  test.each([
    ['Ana', 'Ana'],
    ['  Ana   Maria ', 'Ana Maria'],
    ['Ａｎａ', 'Ana'],
    ['Ana\u00a0\u2003Maria', 'Ana Maria'],
    ['Jose\u0301', 'José'],
    ['ﬁona', 'fiona'],
    ['ana.', 'ana.'],
  ])('%j is shown as %j', (input, name) => {
    expect(nameOf(input)).toBe(name)
  })
})

describe('names people have are welcome', () => {
  test.each([
    'Ana',
    "O'Brien",
    'O’Brien',
    'José',
    'Nguyễn Thị Hoa',
    'Łukasz',
    'Анна',
    'Ελένη',
    'محمد',
    'שרה',
    '魚',
    '山田 太郎',
    'さくら',
    'サクラ',
    '山田 Taro',
    '김철수',
    '김 Chul',
    '王小明 Ming',
    'ㄅㄆㄇ 王',
    'देवी',
    'ไทย',
    'ታሪክ',
    'Zoë-Marie',
    'Ana 2',
    'x',
    '7',
    '?!',
    '🙂',
    '❤️',
    '👩🏽‍🚀 Ana',
    '👨‍👩‍👧',
    '🇧🇷',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '1️⃣',
  ])('%j', (name) => {
    expect(nameOf(name)).toBe(name)
  })
})

describe('[A56] a name that hides, deceives or disturbs is refused', () => {
  test.each([
    ['nothing', ''],
    ['spaces only', ' \u00a0\u3000 '],
    ['zero-width characters only', '\u200b\u200d\ufeff'],
    ['the Hangul filler', '\u3164'],
    ['the halfwidth Hangul filler', '\uffa0'],
    ['the blank braille pattern', '\u2800'],
    ['a blank braille pattern among letters', 'An\u2800a'],
    ['a zero-width joiner among letters', 'An\u200da'],
    ['a zero-width space', 'An\u200ba'],
    ['a soft hyphen', 'An\u00ada'],
    ['a word joiner', 'Ana\u2060'],
    ['a byte order mark', '\ufeffAna'],
    ['a right-to-left override', 'Ana\u202e'],
    ['a bidi isolate', '\u2067Ana\u2069'],
    ['a right-to-left mark', 'Ana\u200f'],
    ['tag characters', 'Ana\u{e0061}\u{e007f}'],
    ['tag characters after a black flag', '🏴\u{e0061}\u{e0062}\u{e007f}'],
    ['a variation selector after a letter', 'Ana\ufe0f'],
    ['a supplementary variation selector', '魚\u{e0100}'],
    ['a joiner after an emoji', '🙂\u200d'],
    ['a combining grapheme joiner', 'An\u034fa'],
    ['a NUL', 'An\u0000a'],
    ['an escape sequence', '\u001b[31mAna'],
    ['a tab', 'An\ta'],
    ['a newline', 'An\na'],
    ['a C1 control', 'An\u0085a'],
    ['a line separator', 'An\u2028a'],
    ['a noncharacter', 'Ana\ufdd0'],
    ['a private character', 'Ana\ue000'],
    ['a lone high surrogate', 'Ana\ud800'],
    ['a lone low surrogate', '\udc00Ana'],
    ['a tower of marks', `A${'\u0301\u0302'.repeat(4)}na`],
    ['a mark with nothing below it', '\u0301Ana'],
    ['a mark on a space', 'Ana \u0301'],
    ['Cyrillic in Latin', 'аlice'],
    ['Greek in Latin', 'Αna'],
    ['Cyrillic with Greek', 'Аνна'],
    ['Han with Cyrillic', '魚Анна'],
    ['Hangul with Hiragana', '김さ'],
    ['a script nobody writes any more', '𐌰𐌽𐌰'],
  ])('%s', (_, name) => {
    expect(checkName(name)).toEqual({ ok: false })
  })
})

test('[A59] the length is counted after normalising, which can make a text grow', () => {
  expect(nameOf('x'.repeat(NAME_LENGTH_MAX))).toHaveLength(NAME_LENGTH_MAX)
  expect(nameOf('x'.repeat(NAME_LENGTH_MAX + 1))).toBeNull()
  expect(nameOf(`   ${'x'.repeat(NAME_LENGTH_MAX)}   `)).toHaveLength(NAME_LENGTH_MAX)
  expect(nameOf('\ufdfa'.repeat(1))).toHaveLength(18)
  expect(nameOf('\ufdfa'.repeat(2))).toBeNull()
})

describe('[A57] names that look alike have one skeleton', () => {
  test.each([
    ['case', ['ana', 'Ana', 'ANA', 'aNa']],
    ['width', ['admin', 'ａｄｍｉｎ', 'ADMIN']],
    ['rn and m', ['admin', 'adrnin', 'ADMIN']],
    ['vv and w', ['willy', 'vvilly']],
    ['zero and o', ['Oscar', '0scar', 'oscar']],
    ['i, l and one', ['Ian', 'lan', '1an', 'ian', 'IAN']],
    ['dots at the end', ['Ana', 'Ana.', 'Ana...', 'Ana…']],
    ['spaces', ['Ana Bo', 'AnaBo', 'A na Bo']],
    ['Cyrillic', ['scope', 'ѕсоре', 'ЅСОРЕ']],
    ['Cyrillic capitals', ['BOB', 'ВОВ', 'вов', 'bob']],
    ['Greek', ['NINA', 'ΝΙΝΑ', 'νινα']],
    ['Cherokee and Lisu', ['ANA', 'ꓮꓠꓮ']],
    ['sharp s and final sigma', ['Straße', 'STRASSE']],
    ['ways to write an accent', ['José', 'Jose\u0301', 'JOSÉ']],
    ['emoji with and without a variation selector', ['❤', '❤️']],
  ])('%s', (_, names) => {
    expect(new Set(names.map(skeletonOf)).size).toBe(1)
  })
})

test('honest names stay apart', () => {
  const names =
    "Ana Anna Anne Ava Eva Ena Nina Bo Bob Chidi Chi Jose José Josef O'Brien Obama 魚 鱼 Анна Ане Борис محمد أحمد Μαρία Mara Max Mia Maya Zoe Zoë 김철수 김영수 Tom Tim Ted 🙂 😀 ! ?".split(
      ' ',
    )
  const all = [...names, 'Ana 2', 'Ana 3', 'Ana 10', 'Ana Bo']
  const bySkeleton = Map.groupBy(all, skeletonOf)
  expect([...bySkeleton.values()].filter((alike) => alike.length > 1)).toEqual([])
})

test('a name checked again is the same name', () => {
  for (const name of ['Ana', 'ａｎａ  b', 'Jose\u0301', 'ﷺ', '❤️', '10º', '½', '㋿', '℡'])
    expect(checkName(nameOf(name) ?? '')).toEqual(checkName(name))
})

describe('a suggestion', () => {
  const without =
    (...taken: string[]) =>
    (candidate: string) =>
      !taken.includes(candidate)

  test.each([
    ['Ana', [], 'Ana 2'],
    ['Ana', ['Ana 2', 'Ana 3'], 'Ana 4'],
    ['Ana 2', ['Ana 2'], 'Ana 3'],
    ['x'.repeat(32), [], `${'x'.repeat(30)} 2`],
    ['👨‍👩‍👧'.repeat(4).slice(0, 32), [], '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧 2'],
  ])('for %j with %j taken is %j', (name, taken, suggested) => {
    expect(suggestName(name, without(...taken))).toBe(suggested)
    expect(checkName(suggested).ok).toBe(true)
  })

  test('ends when nothing is free', () => {
    let asked = 0
    const nothingIsFree = () => {
      asked++
      return false
    }
    expect(suggestName('Ana', nothingIsFree)).toBeNull()
    expect(asked).toBe(100)
  })
})
