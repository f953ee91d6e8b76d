import { list } from '../words/formats.ts'
import { isolate } from '../words/isolate.ts'
import { words } from '../words/words.svelte.ts'

/** `Ana`, `Ana and Bo`, `Ana, Bo and Chidi`; above three, `Ana, Bo and 2 others`. Each name is isolated. */
export function listNames(names: readonly string[]): string {
  const named = names.length > NAMED_MAX ? names.slice(0, NAMED_MAX - 1) : names
  const others = names.length - named.length
  return list([...named.map(isolate), ...(others > 0 ? [words().room.others(others)] : [])])
}

/** Names in one sentence before the rest becomes a number. */
export const NAMED_MAX = 3
