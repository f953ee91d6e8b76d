import type { Words } from '../en.ts'

export const ui = {
  close: 'Fermer',
  cancel: 'Annuler',
  language: 'Langue',
} satisfies Words['ui']
