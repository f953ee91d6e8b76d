/**
 * Copies what stands in a field; answers whether it worked. The Clipboard API exists on https and localhost only, so on
 * plain http the older way is taken, which copies what is selected.
 */
export async function copyFrom(field: HTMLInputElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value)
    return true
  } catch {
    field.focus()
    field.select()
    return document.execCommand('copy')
  }
}
