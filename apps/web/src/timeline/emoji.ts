/** As many as one takes in at a glance. */
const GLANCE_MAX = 6

/** What some part of every emoji is. The browser needs a while to learn all of them by heart, and most texts have none. */
const HAS_EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}]|\u20e3/u

// Sequences that are one emoji (a flag, a family, a skin tone) count as one.
const ONLY_EMOJI = new RegExp(`^(?:\\p{RGI_Emoji}\\s*){1,${GLANCE_MAX}}$`, 'v')

/** Whether a text is a few emoji and nothing else: it is shown larger, because it is a picture. */
export function isOnlyEmoji(body: string): boolean {
  return body.length < 100 && HAS_EMOJI.test(body) && ONLY_EMOJI.test(body)
}
