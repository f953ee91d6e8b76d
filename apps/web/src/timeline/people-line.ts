import { listNames, NAMED_MAX, type SentencePart } from '../room/sentence.ts'

/** Who came and who went in one run, in words: `Ana, Bo and 3 others joined, 2 left`. */
export function peopleLine(joined: readonly string[], left: readonly string[]): SentencePart[] {
  if (joined.length === 0) return [...listNames(left), { kind: 'words', text: ' left' }]
  const came: SentencePart[] = [...listNames(joined), { kind: 'words', text: ' joined' }]
  if (left.length === 0) return came
  if (left.length === 1)
    return [...came, { kind: 'words', text: ', ' }, ...listNames(left), { kind: 'words', text: ' left' }]
  return [...came, { kind: 'words', text: `, ${left.length} left` }]
}

/** Whether the line leaves somebody unnamed, so that there is more to show. */
export function isFolded(joined: readonly string[], left: readonly string[]): boolean {
  return joined.length > NAMED_MAX || left.length > NAMED_MAX || (joined.length > 0 && left.length > 1)
}
