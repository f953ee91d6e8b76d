// A text as it is searched: what is the same to people is the same here. Compatible forms, width, case and diacritics are folded,
// punctuation parts words like a space, and the store keeps nothing of its own idea of language. Both stores and the marks in an
// excerpt go by this one function, so they cannot differ.

/** A folded text, and for each of its UTF-16 units where in the original it came from. */
export type Folded = { text: string; from: readonly number[]; to: readonly number[] }

/**
 * What is folded together: a mention; the jamo of one Hangul syllable; a narrow kana with its sound mark; a character with its marks.
 * Text that is composed differently comes out the same.
 */
const CLUSTER =
  /<@[A-Za-z0-9_-]{22}>|[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\uff66-\uff9d][\uff9e\uff9f]|\P{M}\p{M}*|\p{M}+/gu

/** Marks that are left out in searching: accents, Hebrew points, Arabic vowels. Those of other scripts carry vowels nobody leaves out. */
const ACCENTS =
  /[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g

/** Letters whose stroke or ligature is no mark to Unicode. */
const PLAIN: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
}
const STRUCK = /[øłđðħæœþς]/g

/** What parts nothing: an apostrophe in a word, joiners, soft hyphens, variation selectors. */
const DROPPED = /['’ʼ\p{Cf}\p{Default_Ignorable_Code_Point}]/gu

/** What is searched for: letters, digits, their marks, and emoji. All else parts words. */
const APART = /[^\p{L}\p{N}\p{M}\p{So}\p{Emoji_Modifier}]+/gu

const SIMPLE = /^[\x20-\x7e\s]*$/

const clusters = new Map<string, string>()
const CLUSTERS_REMEMBERED_MAX = 20_000

function foldCluster(cluster: string): string {
  const known = clusters.get(cluster)
  if (known !== undefined) return known
  const folded = cluster.startsWith('<@') && cluster.length > 3 ? ' ' : foldCharacter(cluster)
  if (clusters.size >= CLUSTERS_REMEMBERED_MAX) clusters.clear()
  clusters.set(cluster, folded)
  return folded
}

function foldCharacter(cluster: string): string {
  return cluster
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(STRUCK, (letter) => PLAIN[letter] ?? letter)
    .replace(DROPPED, '')
    .replace(APART, ' ')
}

/** A text as it is searched: its words with one space between two of them, none around. */
export function fold(text: string): string {
  if (SIMPLE.test(text) && !text.includes('<@'))
    return text
      .toLowerCase()
      .replaceAll("'", '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  let folded = ''
  for (const [cluster] of text.matchAll(CLUSTER)) folded += foldCluster(cluster)
  return folded.replace(/ {2,}/g, ' ').trim()
}

/** The same text as `fold` gives, and where it came from: slower, for what is shown. */
export function foldWithPlaces(original: string): Folded {
  let text = ''
  let isApart = true
  const from: number[] = []
  const to: number[] = []
  for (const match of original.matchAll(CLUSTER)) {
    const [cluster] = match
    for (const unit of foldCluster(cluster).split('')) {
      if (unit === ' ' && isApart) continue
      isApart = unit === ' '
      text += unit
      from.push(match.index)
      to.push(match.index + cluster.length)
    }
  }
  return { text: text.trimEnd(), from, to }
}

/** Whether this unit of a folded text is of a script that parts words by spaces, or of a number. All else is found by itself. */
export function isSpaced(unit: number): boolean {
  if (unit < 0x80) return unit !== 0x20
  // Thai, Lao; Myanmar; Hangul's jamo; Khmer.
  if (unit >= 0x0e00 && unit < 0x0f00) return false
  if (unit >= 0x1000 && unit < 0x10a0) return false
  if (unit >= 0x1100 && unit < 0x1200) return false
  if (unit >= 0x1780 && unit < 0x1800) return false
  // Symbols; kana, Han, Hangul's syllables; what takes two units, emoji above all.
  if (unit >= 0x2190 && unit < 0x2c00) return false
  if (unit >= 0x2e80 && unit < 0xa4d0) return false
  return !(unit >= 0xac00 && unit < 0xfb00)
}
