import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const files = {
  download: 'ダウンロード',
  downloadNamed: (name, about) => `${name} をダウンロード、${about}`,
  gone: 'もうありません',
  notLoaded: '読み込めませんでした',
  tryAgain: 'もう一度試す',
  openNamed: (name) => `${name} を開く`,
  more: (count) => plural(count, { other: 'ほか # 件' }),

  zoomIn: '拡大',
  zoomOut: '縮小',
  previous: '前の画像',
  next: '次の画像',
  place: (place, count) => `${count} 件中 ${place} 件目`,

  photos: (count) => (count === 1 ? '写真' : plural(count, { other: '写真 # 枚' })),
  videos: (count) => (count === 1 ? '動画' : plural(count, { other: '動画 # 本' })),
  sounds: (count) => (count === 1 ? '音声' : plural(count, { other: '音声 # 件' })),
  files: (count) => plural(count, { other: 'ファイル # 件' }),
} satisfies MoreWords['files']
