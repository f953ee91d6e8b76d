import type { MoreWords } from '../en-more.ts'

export const share = {
  title: '人を招待',
  lead: 'コードを読み上げるか、リンクを送るか、スキャンしてもらってください。知っている人はだれでも入れます。',
  qrLabel: 'このルームへのリンクのQRコード',
  qrFailed: 'QRコードを読み込めませんでした。',
  linkLabel: 'このルームへのリンク',
  copy: 'リンクをコピー',
  copied: 'コピーしました',
  copiedLong: 'リンクをコピーしました。',
  cannotCopy: 'このブラウザーではページからコピーできません。リンクを選択したので、手でコピーしてください。',
  share: '共有',
} satisfies MoreWords['share']
