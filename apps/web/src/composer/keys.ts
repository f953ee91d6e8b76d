/** What a key pressed in the message box does; null leaves it to the box. */
export type KeyAction = 'post' | 'page-up' | 'page-down' | 'recall' | null

type Key = {
  key: string
  keyCode: number
  isComposing: boolean
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** Safari ends a composition before it tells of the Enter that ended it; this old code is how one sees that it did. */
const KEY_CODE_COMPOSING = 229

/** `entersPost`: Enter posts. On touch screens it does not: there a button posts, and Enter is how one gets a new line. */
export function boxKeyAction(key: Key, entersPost: boolean): KeyAction {
  if (key.isComposing || key.keyCode === KEY_CODE_COMPOSING) return null
  if (key.key === 'Enter' && !key.shiftKey && !key.altKey) {
    return entersPost || key.ctrlKey || key.metaKey ? 'post' : null
  }
  if (key.shiftKey || key.ctrlKey || key.metaKey) return null
  if (key.altKey) return key.key === 'ArrowUp' ? 'recall' : null
  if (key.key === 'PageUp') return 'page-up'
  return key.key === 'PageDown' ? 'page-down' : null
}

/** Whether a key pressed elsewhere on the page was meant for the message box: it would write something, and nothing else wants it. */
export function isMeantForBox(key: Key, where: 'writes' | 'presses' | 'other'): boolean {
  if (where === 'writes' || key.isComposing || key.ctrlKey || key.metaKey || key.altKey) return false
  if (key.key === ' ') return where === 'other'
  return [...key.key].length === 1
}
