/** A piece of a sentence: a person's name, which is shown isolated from the text around it, or words. */
export type SentencePart = { kind: 'name' | 'words'; text: string }

const english = new Intl.ListFormat('en-GB', { type: 'conjunction' })

/** The words of a sentence as one text: for titles and labels. */
export function plainSentence(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join('')
}

/** `Ana`, `Ana and Bo`, `Ana, Bo and Chidi`; above three, `Ana, Bo and 2 others`. */
export function listNames(names: readonly string[]): SentencePart[] {
  const named = names.length > NAMED_MAX ? names.slice(0, NAMED_MAX - 1) : names
  const others = names.length - named.length
  const listed = others > 0 ? [...named, `${others} others`] : named
  const parts: SentencePart[] = []
  let nameCount = 0
  for (const { type, value } of english.formatToParts(listed)) {
    if (type === 'element') nameCount += 1
    const isName = type === 'element' && nameCount <= named.length
    parts.push({ kind: isName ? 'name' : 'words', text: value })
  }
  return parts
}

/** Names in one sentence before the rest becomes a number. */
export const NAMED_MAX = 3
