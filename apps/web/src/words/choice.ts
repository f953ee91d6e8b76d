import { isLanguage, type Language } from './language.ts'

/** Where this browser keeps which language somebody chose. */
const CHOICE_KEY = 'confab-language'

/** The language somebody chose in this browser; null when they chose none, or it keeps nothing. */
export function keptChoice(): Language | null {
  try {
    const kept = localStorage.getItem(CHOICE_KEY)
    return isLanguage(kept) ? kept : null
  } catch {
    return null
  }
}

/** Keeps it, where the browser keeps anything. */
export function keepChoice(language: Language): void {
  try {
    localStorage.setItem(CHOICE_KEY, language)
  } catch {
    // Then it is spoken until the page is loaded again.
  }
}
