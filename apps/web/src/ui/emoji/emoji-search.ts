import { fold } from '../fold.ts'
import { EMOJI_GROUPS, type EmojiGroup, type EmojiRows } from './rows.ts'

/** An emoji that can be picked. */
export type Emoji = {
  readonly char: string
  /** What it shows, in the reader's language. */
  readonly label: string
  readonly codes: readonly string[]
  readonly group: EmojiGroup
  readonly hasTones: boolean
}

type Indexed = { readonly emoji: Emoji; readonly label: string; readonly words: readonly string[] }

/** All emoji of one language, to be looked through. */
export class EmojiIndex {
  readonly groups: ReadonlyMap<EmojiGroup, readonly Emoji[]>
  readonly #byChar = new Map<string, Emoji>()
  readonly #byCode = new Map<string, Emoji>()
  readonly #indexed: readonly Indexed[]

  constructor(rows: EmojiRows) {
    const groups = new Map<EmojiGroup, readonly Emoji[]>()
    const indexed: Indexed[] = []
    EMOJI_GROUPS.forEach((group, i) => {
      const emojis = (rows[i] ?? []).map(([char, label, codes, words, hasTones]): Emoji => {
        const emoji = { char, label, codes: wordsOf(codes), group, hasTones: hasTones === 1 }
        this.#byChar.set(bare(char), emoji)
        for (const code of emoji.codes) this.#byCode.set(code, emoji)
        const folded = fold(label)
        indexed.push({ emoji, label: folded, words: [...labelWords(folded), ...wordsOf(fold(words))] })
        return emoji
      })
      groups.set(group, emojis)
    })
    this.groups = groups
    this.#indexed = indexed
  }

  /** In whatever tone its skin is painted. */
  byChar(char: string): Emoji | null {
    return this.#byChar.get(bare(char)) ?? null
  }

  /** By one of its short codes, whole: `tada`. */
  byCode(code: string): Emoji | null {
    return this.#byCode.get(code.toLowerCase()) ?? null
  }

  /** What matches, the best first; equals keep the order of the picker. */
  find(query: string, max: number): Emoji[] {
    const wanted = fold(query).trim().replaceAll('_', ' ')
    if (wanted === '') return []
    const code = wanted.replaceAll(' ', '_')
    return this.#indexed
      .map((one) => ({ emoji: one.emoji, rank: rankOf(one, wanted, code) }))
      .filter(({ rank }) => rank < NO_MATCH)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, max)
      .map(({ emoji }) => emoji)
  }
}

const NO_MATCH = 5

function rankOf({ emoji, label, words }: Indexed, wanted: string, code: string): number {
  if (label === wanted || emoji.codes.includes(code)) return 0
  if (emoji.codes.some((one) => one.startsWith(code))) return 1
  if (label.startsWith(wanted)) return 2
  const parts = wanted.split(/\s+/)
  if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 3
  // Languages without spaces have words inside words.
  return wanted.length > 1 && label.includes(wanted) ? 4 : NO_MATCH
}

const wordsOf = (text: string) => text.split(' ').filter((word) => word !== '')

const labelWords = (folded: string) => folded.split(/[^\p{L}\p{N}+]+/u).filter((word) => word !== '')

const bare = (char: string) => char.replace(/\p{Emoji_Modifier}|\uFE0F/gu, '')
