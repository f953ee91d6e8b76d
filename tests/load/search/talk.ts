import type { Random } from '@confab/client'

/** What people say in a large room: made from a seed, with words as rare and as common as words are. */
export type Talk = {
  message(): string
  words: readonly string[]
  japanese: readonly string[]
  pick(random: Random): string
}

const ONSETS = 'b br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st str t th tr v w'.split(' ')
const CORES = 'a e i o u ai ea ee ou oo ie a e i o'.split(' ')
const CODAS = ['', '', '', 'n', 'r', 's', 't', 'l', 'm', 'd', 'ck', 'nd', 'st', 'ng', 'x']
const ENDINGS = ['', '', '', 'ing', 'ed', 'er', 'ly', 'tion', 's', 'ness']
const KANA = 'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわん'
const KANJI =
  '日本語東京朝昼夜食事台所港船海山川電車駅学校先生友達仕事会社部屋窓花水火木金土天気雨雪風空星月年時間人大小中国家新古高安白黒赤青'
const WORDS = 40_000
const JAPANESE_WORDS = 4_000

/** Makes the talk of one room. */
export function createTalk(random: Random): Talk {
  const of = <T>(all: ArrayLike<T>): T => all[Math.floor(random() * all.length)] as T
  const word = () => {
    const syllables = 1 + Math.floor(random() * 3)
    return Array.from({ length: syllables }, () => of(ONSETS) + of(CORES) + of(CODAS)).join('') + of(ENDINGS)
  }
  const japaneseWord = () => {
    const kanji = Array.from({ length: 1 + Math.floor(random() * 2) }, () => of(KANJI)).join('')
    return kanji + Array.from({ length: Math.floor(random() * 3) }, () => of(KANA)).join('')
  }
  const distinct = (make: () => string, count: number) => {
    const made = new Set<string>()
    while (made.size < count) made.add(make())
    return [...made]
  }
  const words = distinct(word, WORDS)
  const japanese = distinct(japaneseWord, JAPANESE_WORDS)
  /** The first are common, as with words: the hundredth is said a hundredth as often as the first. */
  const spoken = (all: readonly string[]) => all[Math.floor(all.length ** random()) - 1] ?? ''
  const many = (count: number, one: () => string) => Array.from({ length: count }, one)
  return {
    words,
    japanese,
    pick: () => spoken(words),
    message() {
      if (random() < 0.06) return `${many(3 + Math.floor(random() * 8), () => spoken(japanese)).join('')}。`
      const body = many(2 + Math.floor(random() ** 2 * 26), () => spoken(words)).join(' ')
      const link =
        random() < 0.03 ? ` https://example.org/${spoken(words)}/${random().toString(36).slice(2, 10)}` : ''
      return `${body.charAt(0).toUpperCase()}${body.slice(1)}${random() < 0.3 ? '!' : '.'}${link}`
    },
  }
}
