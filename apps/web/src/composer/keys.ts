/** What a key pressed in the message box does; null leaves it to the box. */
export type KeyAction = 'post' | 'page-up' | 'page-down' | 'recall' | 'edit-last' | null

/** What is asked of a key event. */
export type Key = {
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

/** Whether a key belongs to an input method that is at work: none of ours. */
export function isOfInputMethod({ isComposing, keyCode }: Pick<Key, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === KEY_CODE_COMPOSING
}

/**
 * `entersPost`: Enter posts. Where it does not, as on touch screens or inside code, Enter is how one gets a new line, and
 * Ctrl+Enter or a button posts.
 */
export function boxKeyAction(key: Key, box: { entersPost: boolean; isEmpty: boolean }): KeyAction {
  if (isOfInputMethod(key)) return null
  if (key.key === 'Enter' && !key.shiftKey && !key.altKey) {
    return box.entersPost || key.ctrlKey || key.metaKey ? 'post' : null
  }
  if (key.shiftKey || key.ctrlKey || key.metaKey) return null
  if (key.altKey) return key.key === 'ArrowUp' ? 'recall' : null
  if (key.key === 'ArrowUp' && box.isEmpty) return 'edit-last'
  if (key.key === 'PageUp') return 'page-up'
  return key.key === 'PageDown' ? 'page-down' : null
}

/** Whether a key pressed elsewhere on the page was meant for the message box: it would write something, and nothing else wants it. */
export function isMeantForBox(key: Key, where: 'writes' | 'presses' | 'other'): boolean {
  if (where === 'writes' || isOfInputMethod(key) || key.ctrlKey || key.metaKey || key.altKey) return false
  if (key.key === ' ') return where === 'other'
  // It asks which keys there are.
  if (key.key === '?') return false
  return [...key.key].length === 1
}
