import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const messages = {
  react: 'リアクションする',
  reply: '返信',
  more: 'その他',
  tools: 'このメッセージでできること',
  edited: '編集済み',
  editedWhen: (when) => `${when}に編集。以前の内容を見る`,
  deleted: 'メッセージは削除されました',
  deletedBy: (name) => `${name}さんがメッセージを削除しました`,
  originalDeleted: '元のメッセージは削除されました',
  toOriginal: '元のメッセージへ',
  replyingTo: (name) => `${name}さんに返信`,
  dropReply: '返信をやめる',
  reactWith: (emoji) => `${emoji}でリアクション`,
  reactedWith: (names, emoji) => `${names}：${emoji}`,
  somebody: 'だれか',
  others: (count) => plural(count, { other: 'ほか#人' }),
  pinned: (count) => plural(count, { other: 'ピン留め#件' }),
} satisfies Words['messages']
