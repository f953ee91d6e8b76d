// Runs before the app is there: it asks for the words of the language that will be spoken, which the app could only do once it has been
// loaded itself. Built apart from the app (build/ahead.ts), which knows the files.

import { keptChoice } from '../src/words/choice.ts'
import { directionOf, type Language, speechFor } from '../src/words/language.ts'

/** The files of each language. Written in by the build. */
declare const WORDS: Record<Language, string[]>

const { language, locale } = speechFor(navigator.languages, keptChoice())
document.documentElement.lang = locale
document.documentElement.dir = directionOf(language)
for (const href of WORDS[language]) {
  const link = document.createElement('link')
  link.rel = 'modulepreload'
  link.href = href
  document.head.append(link)
}
