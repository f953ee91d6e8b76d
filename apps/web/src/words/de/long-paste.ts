import type { MoreWords } from '../en-more.ts'

export const longPaste = {
  ask: 'Ein langer Text. Lieber als Datei schicken?',
  asFile: 'Als Datei schicken',
  keep: 'Hier lassen',
  fileName: 'text.txt',
} satisfies MoreWords['longPaste']
