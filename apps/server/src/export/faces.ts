/** Colours of faces: the classes `h0` to `h11` of the page's style. */
export const HUES = [25, 50, 85, 125, 155, 172, 205, 240, 265, 290, 320, 350] as const

/** The class of somebody's colour: the one they have in the app. */
export function hueClassOf(seed: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  return `h${(hash >>> 0) % HUES.length}`
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first letter or digit of a name, as people count letters; a dot when there is none. */
export function initialOf(text: string): string {
  for (const { segment } of graphemes.segment(text.trim()))
    if (/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(segment)) return segment.toLocaleUpperCase()
  return '·'
}
