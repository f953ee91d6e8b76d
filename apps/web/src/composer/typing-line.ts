import { listNames, NAMED_MAX } from '../room/sentence.ts'
import { words } from '../words/words.svelte.ts'

/** Who writes, as a sentence; empty when nobody does. */
export function typingLine(names: readonly string[]): string {
  if (names.length === 0) return ''
  if (names.length > NAMED_MAX) return words().composer.severalTyping
  return words().composer.typing(listNames(names), names.length)
}
