import { keepChoice, keptChoice } from './choice.ts'
import type { Words } from './en.ts'
import { directionOf, type Language, speechFor } from './language.ts'
import { setSpeech } from './locale.svelte.ts'

/** Each language is a chunk of its own: whoever reads one loads no other. */
const LOADERS: Record<Language, () => Promise<{ words: Words }>> = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  fr: () => import('./fr.ts'),
  es: () => import('./es.ts'),
  ja: () => import('./ja.ts'),
  ar: () => import('./ar.ts'),
}

let current = $state.raw<Words | null>(null)

/** The texts of the screen, in the language spoken now. Read where it is tracked, it follows the choice of another. */
export function words(): Words {
  if (!current) throw new Error('No language has been loaded yet: await speak() first.')
  return current
}

/** Loads words of another kind in a language, and answers what puts them in the place of the old ones. */
type Also = (language: Language) => Promise<() => void>
const also: Also[] = []

/** From now on these words change together with the others. */
export function alsoSpeak(load: Also): void {
  also.push(load)
}

/** Loads the language somebody chose here, or the one their browser asks for, and makes the page speak it. */
export async function speak(): Promise<void> {
  const speech = speechFor(navigator.languages, chosenLanguage())
  // What is loaded beside the first words asks for its own in this language as well.
  if (!current) setSpeech(speech)
  const [loaded, ...changes] = await Promise.all([
    LOADERS[speech.language](),
    ...also.map((load) => load(speech.language)),
  ])
  setSpeech(speech)
  current = loaded.words
  for (const change of changes) change()
  document.documentElement.lang = speech.locale
  document.documentElement.dir = directionOf(speech.language)
}

/** Speaks another language from now on, in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  unkept = language
  keepChoice(language)
  await speak()
}

let unkept: Language | null = null

const chosenLanguage = (): Language | null => unkept ?? keptChoice()

/** Speaks words that are at hand already: for tests, which need no browser for it. */
export function speakWith(loaded: Words): void {
  current = loaded
}
