const HUES = [25, 50, 85, 125, 155, 172, 205, 240, 265, 290, 320, 350]

/** One of twelve colours that are told apart at a glance, always the same for the same seed. */
export function hueOf(seed: string): number {
  // FNV-1a: short, and ids that differ in one letter fall far apart.
  let hash = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  return HUES[(hash >>> 0) % HUES.length] ?? 0
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first letter or digit as people count letters (a family emoji is one), in upper case; a dot when there is none. */
export function initialOf(text: string): string {
  let first = ''
  for (const { segment } of graphemes.segment(text.trim())) {
    if (/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(segment)) return segment.toLocaleUpperCase()
    first ||= segment
  }
  return first || '·'
}
