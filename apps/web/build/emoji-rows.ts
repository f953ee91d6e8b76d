import { EMOJI_GROUPS, type EmojiGroup, type EmojiRow, type EmojiRows } from '../src/ui/emoji/rows.ts'
import { type Tone, withTone } from '../src/ui/emoji/tones.ts'

/** What emojibase-data tells of one emoji, as far as it is used here. */
export type EmojibaseEmoji = {
  emoji: string
  hexcode: string
  label: string
  tags?: string[]
  group?: number
  order?: number
  version: number
  skins?: { emoji: string; tone?: Tone | Tone[] }[]
}

/** Emojibase's numbers of the groups; it has one more, of parts that are no pictures by themselves. */
const GROUP_NUMBERS: Record<EmojiGroup, number> = {
  smileys: 0,
  people: 1,
  animals: 3,
  food: 4,
  travel: 5,
  activities: 6,
  objects: 7,
  symbols: 8,
  flags: 9,
}

/** What came later than this many systems cannot draw yet, and show an empty box. */
const VERSION_MAX = 15.1

const TAGS_MAX = 4

/** Trims one language's data to what the picker and the completion need. Throws on a skin tone that `withTone` would get wrong. */
export function emojiRows(
  data: readonly EmojibaseEmoji[],
  shortcodes: Readonly<Record<string, string | string[]>>,
): EmojiRows {
  const known = data.filter(({ version }) => version <= VERSION_MAX)
  return EMOJI_GROUPS.map((group) =>
    known
      .filter((emoji) => emoji.group === GROUP_NUMBERS[group])
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
      .map((emoji) => rowOf(emoji, [shortcodes[emoji.hexcode] ?? []].flat())),
  )
}

function rowOf(emoji: EmojibaseEmoji, codes: readonly string[]): EmojiRow {
  const char = plain(emoji.emoji)
  for (const { emoji: skinned, tone } of emoji.skins ?? []) {
    const [first, ...others] = [tone ?? 0].flat()
    if (first === undefined || others.some((other) => other !== first)) continue
    if (withTone(char, first) !== skinned)
      throw new Error(`${char} in tone ${first} is ${skinned}, not ${withTone(char, first)}.`)
  }
  const inLabel = new Set(emoji.label.toLowerCase().split(/[^\p{L}\p{N}]+/u))
  const tags = (emoji.tags ?? []).filter((tag) => !inLabel.has(tag)).slice(0, TAGS_MAX)
  return [char, emoji.label, codes.join(' '), tags.join(' '), emoji.skins ? 1 : 0]
}

/** Without the sign for "as a picture" where it is one anyway: keyboards leave it out, and the same emoji must be the same text. */
function plain(char: string): string {
  const bare = char.replaceAll('\uFE0F', '')
  return /^\p{RGI_Emoji}$/v.test(bare) ? bare : char
}
