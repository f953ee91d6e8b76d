import type { Words } from '../en.ts'

export const ui = {
  close: 'إغلاق',
  cancel: 'إلغاء',
  language: 'اللغة',
} satisfies Words['ui']
