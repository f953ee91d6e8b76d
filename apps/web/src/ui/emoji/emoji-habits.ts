import { TONES, type Tone } from './tones.ts'

const HABITS_KEY = 'confab-emoji'

/** As many as make two rows of the picker. */
const RECENT_MAX = 16

type Habits = { tone: Tone; recent: readonly string[] }

const NONE: Habits = { tone: 0, recent: [] }

// For browsers that keep nothing: until the page goes.
let unkept = NONE

/** The emoji picked last in this browser, the newest first. */
export function recentEmoji(): readonly string[] {
  return habits().recent
}

/** Notes that an emoji was picked. */
export function noteEmoji(char: string): void {
  const { tone, recent } = habits()
  keep({ tone, recent: [char, ...recent.filter((one) => one !== char)].slice(0, RECENT_MAX) })
}

/** The skin tone this browser's people paint with. */
export function emojiTone(): Tone {
  return habits().tone
}

/** Paints with another tone from now on. */
export function keepEmojiTone(tone: Tone): void {
  keep({ ...habits(), tone })
}

function habits(): Habits {
  try {
    return habitsFrom(JSON.parse(localStorage.getItem(HABITS_KEY) ?? 'null'))
  } catch {
    return unkept
  }
}

// Anybody may have written there.
function habitsFrom(kept: unknown): Habits {
  if (typeof kept !== 'object' || kept === null) return NONE
  const tone = 'tone' in kept ? TONES.find((one) => one === kept.tone) : undefined
  const recent = 'recent' in kept && Array.isArray(kept.recent) ? kept.recent : []
  return {
    tone: tone ?? 0,
    recent: recent.filter((one) => typeof one === 'string' && one.length <= 32).slice(0, RECENT_MAX),
  }
}

function keep(habits: Habits): void {
  unkept = habits
  try {
    localStorage.setItem(HABITS_KEY, JSON.stringify(habits))
  } catch {
    // Kept until the page goes.
  }
}
