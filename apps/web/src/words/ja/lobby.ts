import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'コードを伝えて、\n話しはじめる。',
  lead: 'コードを知っている人なら、だれでも入れるルームです。アカウントもインストールも不要。話したことは失われません。',
  name: '名前',
  roomCode: 'ルームコード',
  codeHint: '届いたリンクを貼り付けることもできます。',
  join: 'ルームに参加',
  or: 'または',
  create: 'ルームを作成',
  useName: (name) => `${name}を使う`,

  invited: 'このルームに招待されています',
  nameHint: 'ほかの人にはこの名前で表示されます。',
  enter: '入る',
  otherRoom: '別のルームですか？ スタートページへ',
  noRoomTitle: 'ルームがありません',
  enterTitle: (code) => `${code}に入る`,

  home: 'Confab、スタートページ',

  yourRooms: 'あなたのルーム',
  draft: '下書き',
  you: 'あなた',
  nothingSaid: 'まだ会話がありません',
  unread: (count) => plural(count, { other: '未読メッセージ#件' }),
  unreadMany: (count) => plural(count, { other: '未読メッセージ#件以上' }),
  forget: (room) => `${room}を忘れる`,
  forgotten: (room) => `${room}を一覧から外しました。`,
  undo: '元に戻す',

  account: 'アカウント',
  keepingLink: '言葉が保存される場所',
  openSource: 'オープンソース。あなた自身のマシンで動きます。',
} satisfies Words['lobby']
