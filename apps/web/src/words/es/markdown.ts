import type { Words } from '../en.ts'

export const markdown = {
  code: 'Código',
  codeIn: (language: string) => `Código, ${language}`,
  copy: 'Copiar',
  copied: 'Copiado',
  notCopied: 'No copiado',
  done: 'Hecho:',
  notDone: 'Por hacer:',
} satisfies Words['markdown']
