import type { MoreWords } from '../en-more.ts'

export const markdown = {
  leaveTitle: 'このリンクを開きますか',
  reads: '表示されている文字',
  leadsTo: '実際のリンク先',
  stay: 'ここに残る',
  open: '開く',
} satisfies MoreWords['markdown']
