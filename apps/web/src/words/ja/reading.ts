import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newCount: (count) => plural(count, { other: '新着#件' }),
  newMany: (count) => `新着${count}件`,
  toLatest: '最新へ移動',
  restored: 'このルームはバックアップから復元されました。バックアップより後の会話は失われています。',
  inviteLabel: '人を招待',
  nobodyYet: 'まだほかにだれもいません',
  invite: 'このコードかリンクを伝えてください。必要なのは、ブラウザーと名前だけです。',
  notSent: (count) => plural(count, { other: '#件が未送信' }),
  retryAll: 'すべて再試行',
  deleteAll: 'すべて削除',

  newSince: (count, time) => `${time}から新着${count}件`,
  newHere: (count) => `新着${count}件`,
  jumpUp: '上へ移動',
  dismiss: '閉じる',
  away: '不在のあいだ',
  messages: (count) => plural(count, { other: 'メッセージ#件' }),
  messagesMany: (count) => `メッセージ${count}件`,
  from: (messages, names) => `${names}から${messages}`,
  others: (count) => plural(count, { other: 'ほか#人' }),
  mentions: (count) => plural(count, { other: 'あなたへのメンション#件' }),
  pinned: (count) => plural(count, { other: 'ピン留め#件' }),
  renamed: (name) => `ルーム名は${name}になりました`,
  toFirstNew: '最初の新着へ',

  jumpToDate: '日付へ移動',
  roomStart: 'ルームの最初',
  date: '日付',
  go: '移動',
  notNow: '接続が必要です。つながってからもう一度お試しください。',
  pastKept: 'ここでは、以前のメッセージは新しい人には表示されません。',
} satisfies MoreWords['reading']
