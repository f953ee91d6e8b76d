import { number } from './formats.ts'

/**
 * How a language counts. `Forms` are those it has beside `other`, so that none is forgotten. `choose` answers the form for
 * a count; `plural` writes the number as well, in the place of `#`, so its forms hold nothing that people wrote.
 */
export function pluralOf<Form extends Intl.LDMLPluralRule>(language: string) {
  const rules = new Intl.PluralRules(language)
  const choose = (count: number, forms: Record<Form | 'other', string>): string => {
    const all: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string } = forms
    return all[rules.select(count)] ?? all.other
  }
  const plural = (count: number, forms: Record<Form | 'other', string>): string =>
    choose(count, forms).replace('#', () => number(count))
  return { choose, plural }
}
