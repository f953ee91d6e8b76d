import type { Words } from '../en.ts'

export const markdown = {
  code: 'Code',
  codeIn: (language: string) => `Code, ${language}`,
  copy: 'Kopieren',
  copied: 'Kopiert',
  notCopied: 'Nicht kopiert',
  done: 'Erledigt:',
  notDone: 'Offen:',
} satisfies Words['markdown']
