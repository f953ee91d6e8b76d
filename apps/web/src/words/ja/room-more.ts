import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const room = {
  toStart: 'スタートに戻る',
  tooManyTitle: '一度に開いたルームが多すぎます',
  tooMany:
    'このタブではこれ以上ルームを開けません。ページを読み込み直して、最初にこのルームを開いてください。',
  bannedTitle: 'このルームへの入室が禁止されました',
  banned: 'このルームを管理する人の判断です。もう入ることはできません。',
  removedTitle: 'このルームから外されました',
  removed: 'ルームを管理する人があなたを外しました。コードがあれば、もう一度入ることを頼めます。',
  refusedTitle: 'このルームに入れませんでした',
  refused: 'ルームがなくなったか、サーバーがあなたを覚えていないようです。コードがあれば、もう一度試せます。',
  unsent: (count) => plural(count, { other: '送信されなかった文章が#件あります' }),
  enterWithCode: 'コードで入る',
  removedLabel: 'ルームから外されました',
  removedFoot: 'それまでの会話は読めます。新しいメッセージは届きません。',
  joinAgain: 'もう一度参加',
  titleLabel: 'ルームのタイトル',
  titlePlaceholder: '何のルームですか？',
  titleOffline: '接続がありません。しばらくしてから、もう一度お試しください。',
  titleRefused: 'サーバーがこのタイトルを受け付けませんでした。',
} satisfies MoreWords['room']
