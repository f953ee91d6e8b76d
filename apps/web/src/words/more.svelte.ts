import type { MoreWords } from './en-more.ts'
import type { Language } from './language.ts'
import { language } from './locale.svelte.ts'
import { alsoSpeak } from './words.svelte.ts'

// Only what is loaded on first use imports this file: it waits here for its words, so they are there when it is.

const LOADERS: Record<Language, () => Promise<{ words: MoreWords }>> = {
  en: () => import('./en-more.ts'),
  de: () => import('./de-more.ts'),
  fr: () => import('./fr-more.ts'),
  es: () => import('./es-more.ts'),
  ja: () => import('./ja-more.ts'),
  ar: () => import('./ar-more.ts'),
}

const first = await LOADERS[language()]()
let current = $state.raw(first.words)

alsoSpeak(async (next) => {
  const loaded = await LOADERS[next]()
  return () => {
    current = loaded.words
  }
})

/** The texts of what is loaded on first use, in the language spoken now. Followed like `words()`. */
export function moreWords(): MoreWords {
  return current
}
