/**
 * Puts a text on the clipboard; false when this browser does not let us. A field that shows the text is left with it marked
 * then, so that it can be copied by hand.
 */
export async function copyText(text: string, field?: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // The clipboard exists on https and localhost only. On plain http, in a home network say, there is the old way.
    return field ? copyMarked(field) : copyUnseen(text)
  }
}

function copyMarked(field: HTMLInputElement | HTMLTextAreaElement): boolean {
  field.focus()
  field.select()
  return document.execCommand('copy')
}

function copyUnseen(text: string): boolean {
  const box = document.createElement('textarea')
  box.value = text
  box.className = 'heard-only'
  const focused = document.activeElement
  document.body.append(box)
  const isCopied = copyMarked(box)
  box.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return isCopied
}
