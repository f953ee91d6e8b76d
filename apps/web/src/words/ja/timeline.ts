import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const timeline = {
  conversation: '会話',
  showEarlier: '前の会話を見る',
  new: '新着',
  newCount: (count) => plural(count, { other: '新着#件' }),
  newMany: (count) => `新着${count}件`,
  toLatest: '最新へ移動',
  restored: 'このルームはバックアップから復元されました。バックアップより後の会話は失われています。',

  inviteLabel: '人を招待',
  nobodyYet: 'まだほかにだれもいません',
  invite: 'このコードかリンクを伝えてください。必要なのは、ブラウザーと名前だけです。',

  joinedMe: '参加しました',
  createdByMe: 'あなたがこのルームを作成しました',
  createdBy: (name) => `${name}さんがこのルームを作成しました`,
  beginning: 'ここがルームの始まりです',
  wasRemoved: (name) => `${name}さんが外されました`,
  joined: (names) => `${names}が参加しました`,
  left: (names) => `${names}が退出しました`,
  countLeft: (count) => plural(count, { other: '#人が退出しました' }),
  andThen: (first, second) => `${first}、${second}`,
  joinedList: (names) => `参加：${names}`,
  leftList: (names) => `退出：${names}`,

  onItsWay: '送信中',
  waiting: '接続を待っています',
  edit: '編集',
  delete: '削除',
  retry: '再試行',
  sendNow: '今すぐ送信',
  notSent: (count) => plural(count, { other: '#件が未送信' }),
  retryAll: 'すべて再試行',
  deleteAll: 'すべて削除',

  onDay: (date) => date,
  writtenNotSent: (when) => `${when}に書かれ、送信されていません。`,
  refused: {
    invalid: 'サーバーはこの文章を受け付けられません。',
    'too-large': '長すぎます。',
    forbidden: 'このルームには、もう書き込めません。',
    removed: '送信される前にルームから外されました。',
    'not-found': 'ルームがなくなりました。',
    'id-conflict': '同じ印で別のものが送信されています。編集すると、新しく送信できます。',
    'file-refused': '送れないファイルがあります。',
    'rate-limited': '一度に送りすぎです。',
    busy: '待機中のメッセージが多すぎます。',
    other: 'サーバーが受け付けませんでした。',
  },
} satisfies Words['timeline']
