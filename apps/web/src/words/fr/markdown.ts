import type { Words } from '../en.ts'

export const markdown = {
  code: 'Code',
  codeIn: (language: string) => `Code, ${language}`,
  copy: 'Copier',
  copied: 'Copié',
  notCopied: 'Non copié',
  done: 'Fait :',
  notDone: 'À faire :',
} satisfies Words['markdown']
