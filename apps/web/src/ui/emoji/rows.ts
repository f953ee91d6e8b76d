/** The groups of emoji, in the order of the picker, as Unicode orders them. */
export const EMOJI_GROUPS = [
  'smileys',
  'people',
  'animals',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const

export type EmojiGroup = (typeof EMOJI_GROUPS)[number]

/**
 * One emoji as it is sent to browsers: itself, its name, the short codes people know it by elsewhere, a few words around
 * it, and 1 where its skin can be painted. Codes and words are set apart by spaces.
 */
export type EmojiRow = readonly [char: string, label: string, codes: string, words: string, hasTones: 0 | 1]

/** Everything about emoji in one language: the rows of each group, in the order of `EMOJI_GROUPS`. */
export type EmojiRows = readonly (readonly EmojiRow[])[]
