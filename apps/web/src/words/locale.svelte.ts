import { directionOf, type Speech } from './language.ts'

let speech = $state.raw<Speech>({ language: 'en', locale: 'en-GB' })

/** Whoever reads what is below where it is tracked follows the choice of another language. */
export function setSpeech(next: Speech): void {
  speech = next
}

/** The language spoken now. */
export function language(): Speech['language'] {
  return speech.language
}

/** How dates and numbers are written now, for `Intl`. */
export function locale(): string {
  return speech.locale
}

/** Which way the page runs now. */
export function direction(): 'ltr' | 'rtl' {
  return directionOf(speech.language)
}
