import type { MoreWords } from '../en-more.ts'

export const longPaste = {
  ask: 'Un texto largo. ¿Mejor enviarlo como archivo?',
  asFile: 'Enviar como archivo',
  keep: 'Dejarlo aquí',
  fileName: 'texto.txt',
} satisfies MoreWords['longPaste']
