import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const timeline = {
  conversation: '会話',
  showEarlier: '前の会話を見る',
  new: '新着',
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
  onDay: (date) => date,
} satisfies Words['timeline']
