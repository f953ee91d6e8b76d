/** The languages Confab speaks, each by the name its own speakers give it. */
export const LANGUAGES = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  ja: '日本語',
  ar: 'العربية',
} as const

export type Language = keyof typeof LANGUAGES

/** Which words are spoken, and how dates and numbers are written with them: `de`, say, with `de-AT`. */
export type Speech = { language: Language; locale: string }

export function isLanguage(text: string | null): text is Language {
  return text !== null && Object.hasOwn(LANGUAGES, text)
}

/**
 * Which language to speak with somebody whose browser asks for these, the dearest first. What they chose here themselves
 * comes before; who asks for none of ours gets English.
 */
export function speechFor(wanted: readonly string[], own: Language | null): Speech {
  for (const locale of wanted) {
    const language = primaryOf(locale)
    if (language !== null && (own === null || language === own)) return { language, locale }
  }
  const language = own ?? 'en'
  // English as most of those write it whose own language it is not.
  return { language, locale: language === 'en' ? 'en-GB' : language }
}

/** Which way a language runs. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

function primaryOf(locale: string): Language | null {
  try {
    const { language } = new Intl.Locale(locale)
    return isLanguage(language) ? language : null
  } catch {
    // Some browsers ask for things such as `en-US@posix`, which no formatter takes.
    return null
  }
}
