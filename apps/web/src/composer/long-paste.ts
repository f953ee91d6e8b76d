/** A pasted text longer than this reads better as a file, in UTF-16 units. */
const LONG_LENGTH = 4_000

/** A long text that was pasted, and where it stands now. */
export type LongPaste = { readonly text: string; readonly from: number }

/** What the box makes of a pasted text, when it is so long that a file is worth offering. */
export function longPasteAt(pasted: string, from: number): LongPaste | null {
  // Text fields know one kind of line end.
  const text = pasted.replace(/\r\n?/g, '\n')
  return text.length > LONG_LENGTH ? { text, from } : null
}

/** Where a pasted text stands by now; null when it was changed. */
export function whereIsPaste(text: string, paste: LongPaste): { from: number; to: number } | null {
  const from = text.startsWith(paste.text, paste.from) ? paste.from : text.indexOf(paste.text)
  return from < 0 ? null : { from, to: from + paste.text.length }
}
