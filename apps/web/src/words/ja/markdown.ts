import type { Words } from '../en.ts'

export const markdown = {
  code: 'コード',
  codeIn: (language: string) => `コード（${language}）`,
  copy: 'コピー',
  copied: 'コピーしました',
  notCopied: 'コピーできません',
  done: '完了：',
  notDone: '未完了：',
} satisfies Words['markdown']
