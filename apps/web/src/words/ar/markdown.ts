import type { Words } from '../en.ts'

export const markdown = {
  code: 'شيفرة',
  codeIn: (language: string) => `شيفرة، ${language}`,
  copy: 'نسخ',
  copied: 'تم النسخ',
  notCopied: 'لم يتم النسخ',
  done: 'تم:',
  notDone: 'لم يتم:',
} satisfies Words['markdown']
