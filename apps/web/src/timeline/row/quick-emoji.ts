import { recentEmoji } from '../../ui/emoji/emoji-habits.ts'

/** Reactions offered before anybody picked one. */
const FIRST_EMOJI = ['👍', '❤️', '😂']

/** The three at hand. */
export const quickEmoji = (): readonly string[] =>
  [...new Set([...recentEmoji(), ...FIRST_EMOJI])].slice(0, 3)
