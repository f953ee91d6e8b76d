import type { Words } from '../en.ts'

export const ui = {
  close: 'Cerrar',
  cancel: 'Cancelar',
  language: 'Idioma',
} satisfies Words['ui']
