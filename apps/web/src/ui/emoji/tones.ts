/** How skin is painted: 0 leaves it yellow, 1 to 5 go from light to dark. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5

export const TONES: readonly Tone[] = [0, 1, 2, 3, 4, 5]

const MODIFIERS = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const

const HANDSHAKE = '🤝'

/** Everybody in the picture, but not the handshake between two people: that one has no skin of its own. */
const SKIN = /(?!🤝)\p{Emoji_Modifier_Base}\uFE0F?/gu

/** An emoji with skin, painted in a tone: the same one for everybody in it. */
export function withTone(char: string, tone: Tone): string {
  const modifier = MODIFIERS[tone]
  if (modifier === '') return char
  if (char === HANDSHAKE) return char + modifier
  return char.replace(SKIN, (base) => base.replace('\uFE0F', '') + modifier)
}
