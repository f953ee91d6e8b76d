import { isOfInputMethod, type Key } from './keys.ts'

const WRAPS: Record<string, string> = { '*': '*', '`': '`', '(': ')', '"': '"', _: '_', '~': '~' }

/** What a key puts behind a selection it is pressed on, itself going before; null when it replaces the selection as usual. */
export function closingFor(key: Key): string | null {
  // AltGr, with which some keyboards write these, counts as Ctrl and Alt together.
  if (isOfInputMethod(key) || key.metaKey || key.ctrlKey !== key.altKey) return null
  return WRAPS[key.key] ?? null
}

/** Whether a place in a text lies in a block of code that was begun with ``` and is still open. */
export function isInFence(text: string, caret: number): boolean {
  const fences = text.slice(0, caret).match(/^ {0,3}```/gm)
  return fences !== null && fences.length % 2 === 1
}
