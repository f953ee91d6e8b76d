import type { Words } from '../en.ts'

export const ui = {
  close: '閉じる',
  cancel: 'キャンセル',
  language: '言語',
} satisfies Words['ui']
