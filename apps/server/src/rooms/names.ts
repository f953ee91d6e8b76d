import { isCleanText, isVisibleText, NAME_LENGTH_MAX } from '@confab/protocol'
import unhomoglyph from 'unhomoglyph'

/** A name as it is shown, and its skeleton: two names that can be taken for each other have the same one. */
export type CheckedName = { ok: true; name: string; skeleton: string } | { ok: false }

/** Suggestions tried before there is none. */
const SUGGESTIONS_MAX = 100

/** Whole emoji, joined and varied ones included: a closed list, so nothing can hide in them. */
const EMOJI = /\p{RGI_Emoji}/gv

/**
 * What may not stand in a name outside an emoji: controls, bidi marks, tags, zero-width and soft-hyphen characters (all Cf),
 * variation selectors and fillers (default ignorable), the blank braille pattern, private and unassigned characters, line
 * and paragraph separators.
 */
const REFUSED = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Marks with nothing to stand on, or a tower of them that reaches into the lines around. */
const STRAY_MARKS = /^\p{M}|\s\p{M}|\p{Mn}{5}/u

/** Scripts in everyday use (UAX 31, tables 5 and 7). Historic ones mostly serve to imitate these. */
const SCRIPTS =
  'Latin Cyrillic Greek Arabic Han Hangul Hebrew Devanagari Bengali Thai Armenian Georgian Ethiopic Hiragana Katakana Bopomofo Gujarati Gurmukhi Kannada Khmer Lao Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Tibetan Adlam Balinese Bamum Batak Canadian_Aboriginal Chakma Cham Cherokee Hanifi_Rohingya Javanese Kayah_Li Lepcha Limbu Lisu Mandaic Meetei_Mayek Miao New_Tai_Lue Newa Nko Nyiakeng_Puachue_Hmong Ol_Chiki Osage Saurashtra Sundanese Syloti_Nagri Syriac Tai_Le Tai_Tham Tai_Viet Tifinagh Vai Wancho Yi'

/** What one name may be written in: UTS 39, "highly restrictive". Japanese, Chinese and Korean mix scripts, and use Latin. */
const WRITINGS = [
  ...SCRIPTS.split(' ').map((script) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
].map((scripts) => {
  const classes = ['Common', 'Inherited', ...scripts].map((script) => `\\p{Script_Extensions=${script}}`)
  return new RegExp(`^[${classes.join('')}]*$`, 'u')
})

/**
 * Checks a name somebody asks for and brings it into its one form: NFKC, no space around it, single spaces in it. Refused is
 * what cannot be seen, deceives, mixes scripts or is longer than `NAME_LENGTH_MAX` (counted afterwards: NFKC can grow a text).
 */
export function checkName(input: string): CheckedName {
  if (!isAllowed(input)) return { ok: false }
  const name = input
    .normalize('NFKC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim()
  const isUsable =
    name.length <= NAME_LENGTH_MAX &&
    isVisibleText(name) &&
    isAllowed(name) &&
    !STRAY_MARKS.test(name) &&
    WRITINGS.some((writing) => writing.test(name))
  return isUsable ? { ok: true, name, skeleton: skeletonOf(name) } : { ok: false }
}

function isAllowed(text: string): boolean {
  return text.isWellFormed() && !REFUSED.test(text.replace(EMOJI, '')) && isCleanText(text.replace(EMOJI, ''))
}

/**
 * What a name looks like, case, spaces and dots at the ends aside: the confusable skeleton of UTS 39 over the folded name.
 * Being a skeleton it has to treat i, I, l and 1 as one, because I is a case of i and looks like l.
 */
function skeletonOf(name: string): string {
  const folded = fold(name).replace(/\p{Default_Ignorable_Code_Point}/gu, '')
  const core = folded.replace(/^[\p{Po}\s]+|[\p{Po}\s]+$/gu, '') || folded
  const looks = Array.from(core.normalize('NFD'), lookOf).join('')
  return fold(unhomoglyph(looks)).normalize('NFD').replace(/\s+/g, '').replaceAll('vv', 'w')
}

/** Case folding: by way of capitals, which also brings ß and ss, ς and σ together. */
function fold(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase()
}

/**
 * The Latin letter a character looks like as a capital, else what it looks like small. Capitals first, because ВОВ and BOB
 * are the same to the eye while вов and bob are not, and case must not matter.
 */
function lookOf(character: string): string {
  const capital = unhomoglyph(character.toUpperCase())
  return /^[A-Za-z]$/.test(capital) ? capital.toLowerCase() : unhomoglyph(character)
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** A free name near a taken one: "Ana 2", "Ana 3" …, shortened where it must be. Null when the first hundred are taken too. */
export function suggestName(name: string, isFree: (candidate: string) => boolean): string | null {
  const base = name.replace(/ \d{1,3}$/, '')
  for (let number = 2; number < SUGGESTIONS_MAX + 2; number++) {
    const suffix = ` ${number}`
    const candidate = shorten(base, NAME_LENGTH_MAX - suffix.length) + suffix
    if (isFree(candidate)) return candidate
  }
  return null
}

/** The longest beginning of whole characters that fits. */
function shorten(text: string, lengthMax: number): string {
  let short = ''
  for (const { segment } of graphemes.segment(text)) {
    if (short.length + segment.length > lengthMax) break
    short += segment
  }
  return short.trimEnd()
}
