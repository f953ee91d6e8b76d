import { listNames, NAMED_MAX, type SentencePart } from '../room/sentence.ts'

/** Who writes, in words; empty when nobody does. */
export function typingLine(names: readonly string[]): SentencePart[] {
  if (names.length === 0) return []
  if (names.length > NAMED_MAX) return [{ kind: 'words', text: 'Several people are typing' }]
  return [...listNames(names), { kind: 'words', text: names.length === 1 ? ' is typing' : ' are typing' }]
}
