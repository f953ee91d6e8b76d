/** As many as one takes in at a glance. */
const GLANCE_MAX = 6

// Spelled out: `\p{RGI_Emoji}` says the same, but takes a slow phone a tenth of a second to learn by heart. A flag, a key, or pictures joined
// to one, each shown as a picture by itself or told to be, with a tone or the letters of a region's flag behind it.
const PICTURE = String.raw`(?:(?!\p{RI})\p{Emoji_Presentation}|\p{Extended_Pictographic}(?=[\uFE0F\u{1F3FB}-\u{1F3FF}]))[\uFE0F\u{1F3FB}-\u{1F3FF}]?(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`
const EMOJI = String.raw`(?:\p{RI}{2}|[\d#*]\uFE0F\u20E3|${PICTURE}(?:\u200D${PICTURE})*)`
const ONLY_EMOJI = new RegExp(`^(?:${EMOJI}\\s*){1,${GLANCE_MAX}}$`, 'u')

/** Whether a text is a few emoji and nothing else: it is shown larger, because it is a picture. */
export function isOnlyEmoji(body: string): boolean {
  return body.length < 100 && ONLY_EMOJI.test(body)
}
