/**
 * Writes into a text field as if it were typed, in the place of a part of it: undo takes it back, and what listens to input
 * hears it.
 */
export function insertText(field: HTMLTextAreaElement, text: string, from: number, to: number): void {
  field.focus()
  field.setSelectionRange(from, to)
  // Old, but the one way that keeps what undo knows. Taking away nothing is no command.
  if (text === '' && from === to) return
  const command = text === '' ? 'delete' : 'insertText'
  if (document.execCommand(command, false, text)) return
  field.setRangeText(text, from, to, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }))
}
