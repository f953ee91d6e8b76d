import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const sendingFiles = {
  attach: 'ファイルを添付',
  off: 'このサーバーではファイルを送れません',
  drop: 'ファイルをドロップして追加',
  list: '送信するファイル',
  remove: (name) => `${name} を外す`,
  added: (count) => plural(count, { other: 'ファイルを # 件追加しました' }),
  notKept: 'このブラウザーに空きがありません。送信が終わる前にこのページを閉じると失われます。',

  tooLarge: (name, size) => `${name} は大きすぎます。上限は ${size} です。`,
  empty: (name) => `${name} は空です。`,
  tooMany: (count) => plural(count, { other: '1 通に付けられるファイルは # 件までです。' }),
  folder: (name) => `${name} はフォルダーです。先に 1 つのファイルにまとめてください。`,

  waiting: '待機中',
  progressOf: (name) => `${name} を送信中`,
  cancel: (name) => `${name} を送らない`,
  sending: (count) => plural(count, { other: 'ファイルを # 件送信しています' }),
  sent: (count) => plural(count, { other: 'ファイルを # 件送信しました' }),
  notTaken: (name) => `${name} は送信されませんでした`,
  refused: {
    forbidden: 'ここではファイルを送れません。',
    gone: '送信に時間がかかりすぎました。',
    'too-large': 'このサーバーには大きすぎます。',
    'type-refused': 'この種類のファイルは受け付けていません。',
    unreadable: 'この画像は読み取れません。',
    'too-many-pixels': 'この画像は画素数が多すぎます。',
    'uploads-off': 'このサーバーではファイルを送れません。',
    'your-space-full': 'あなたのファイル用の容量がいっぱいです。',
    'room-space-full': 'このルームのファイル用の容量がいっぱいです。',
    'server-space-full': 'このサーバーのファイル用の容量がいっぱいです。',
    'unreadable-here': 'このブラウザーにはもうありません。もう一度追加してください。',
    other: 'サーバーが受け付けませんでした。',
  },
} satisfies MoreWords['sendingFiles']
