import { expect, test } from 'vitest'
import { type Language, speechFor } from './language.ts'

test.each<[string, string[], Language | null, string, string]>([
  ['the dearest of those we speak', ['sv-SE', 'de-AT', 'en-US'], null, 'de', 'de-AT'],
  ['English for who asks for none of ours', ['sv-SE', 'fi'], null, 'en', 'en-GB'],
  ['what was chosen here before what the browser asks for', ['de-AT', 'en'], 'ja', 'ja', 'ja'],
  ['a choice as it is written where somebody lives', ['en-US', 'ar-EG'], 'ar', 'ar', 'ar-EG'],
  ['what is no language is passed over', ['', 'en-US@posix', 'fr-CA'], null, 'fr', 'fr-CA'],
  ['a browser that asks for nothing', [], null, 'en', 'en-GB'],
])('%s', (_case, wanted, own, language, locale) => {
  expect(speechFor(wanted, own)).toEqual({ language, locale })
})
