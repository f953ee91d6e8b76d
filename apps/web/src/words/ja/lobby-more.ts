import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'コードを伝えて、\n話しはじめる。',
  lead: 'コードを知っている人なら、だれでも入れるルームです。アカウントもインストールも不要。話したことは失われません。',
  roomCode: 'ルームコード',
  codeHint: '届いたリンクを貼り付けることもできます。',
  join: 'ルームに参加',
  or: 'または',
  create: 'ルームを作成',
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

  terms: '利用規約',
  contact: '連絡先',
  noRoom: 'ここにルームはありません',
  nothingOpens: (code) => `コード${code}で開くルームはありません。送ってくれた人に確かめてください。`,
  linkWithoutCode:
    'このリンクにはルームコードがありません。送ってくれた人に、英数字10文字のコードを聞いてください。',
  toStart: 'スタートページへ',
  forgetTitle: (room) => `${room}を忘れますか？`,
  forgetLoses: (losses) => `${losses}が消えます。ルームでの会話はそのまま残り、コードがあればまた開けます。`,
  losesDraft: '書きかけの下書き',
  losesPosts: (count) => plural(count, { other: 'まだ送信されていないメッセージ#件' }),
  keepIt: '残す',
  forgetIt: '忘れる',
  renameTitle: '名前の変更',
  renameHint: 'このルームでの名前です。これまでの発言は、そのときの名前のままです。',
  rename: '名前を変更',
  keepsNothing:
    'このブラウザーは、このページのことを何も保存しません。閉じると、名前とルームは忘れられます。',
  keepingTitle: '言葉が保存される場所',
  keeping: [
    {
      where: 'サーバー：',
      how: 'どのメッセージも、書いた本人を含むだれかに伝わる前に、サーバーのディスクに保存されます。サーバーの管理者は、保存された内容を読めます。',
    },
    {
      where: 'ルーム：',
      how: 'コードを知っている人は、だれでも入って、それまでの会話を読めます。ルームの一覧はなく、コードは推測するには長すぎます。',
    },
    {
      where: 'このブラウザー：',
      how: '名前、ルームとその新しいメッセージ、下書き、そして送信途中のメッセージ。ネットワークが戻ると、自動で送られます。',
    },
    { where: 'ほかにはどこにも：', how: 'アカウントも、Cookieも、アクセスの計測もありません。' },
  ],
} satisfies MoreWords['lobby']
