import type { MoreWords } from '../en-more.ts'

export const longPaste = {
  ask: '長い文章です。ファイルとして送りますか。',
  asFile: 'ファイルで送る',
  keep: 'このまま',
  fileName: 'テキスト.txt',
} satisfies MoreWords['longPaste']
