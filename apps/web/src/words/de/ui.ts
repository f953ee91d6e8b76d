import type { Words } from '../en.ts'

export const ui = {
  close: 'Schließen',
  cancel: 'Abbrechen',
  language: 'Sprache',
} satisfies Words['ui']
