const HUES = [25, 50, 85, 125, 155, 172, 205, 240, 265, 290, 320, 350]

/** One of twelve colours that are told apart at a glance, always the same for the same seed. */
export function hueOf(seed: string): number {
  // FNV-1a: short, and ids that differ in one letter fall far apart.
  let hash = 0x811c9dc5
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
  return HUES[(hash >>> 0) % HUES.length] ?? 0
}

/** A first letter or digit to which nothing is joined: most names begin so. */
const PLAIN_START =
  /^[a-z\d\u00c0-\u024f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff](?![\p{M}\p{Cf}\uff9e\uff9f])/iu

// Made when first wanted: on a slow phone the rules of all scripts take a tenth of a second.
let graphemes: Intl.Segmenter | undefined

/** The first letter or digit as people count letters (a family emoji is one), in upper case; a dot when there is none. */
export function initialOf(text: string): string {
  const trimmed = text.trim()
  const plain = PLAIN_START.exec(trimmed)
  if (plain) return plain[0].toLocaleUpperCase()
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let first = ''
  for (const { segment } of graphemes.segment(trimmed)) {
    if (/[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(segment)) return segment.toLocaleUpperCase()
    first ||= segment
  }
  return first || '·'
}
