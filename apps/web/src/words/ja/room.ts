import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'リンクをコピー',
  copyLinkShort: 'リンクをコピー',
  linkCopied: 'リンクをコピーしました',
  allRooms: 'すべてのルーム',
  share: '共有',
  search: '検索',
  notifications: '通知',
  changeTitle: 'タイトルを変更',
  here: (count) => plural(count, { other: '#人がいます' }),
  others: (count) => plural(count, { other: 'ほか#人' }),
  nothingKept: 'このルームの内容は、まだここに保存されていません。接続すると自動で開きます。',
  loading: 'ルームを読み込んでいます',

  message: (room) => `${room}へのメッセージ`,
  writeSomething: 'メッセージを書く',
} satisfies Words['room']
