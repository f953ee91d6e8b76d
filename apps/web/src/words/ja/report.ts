import type { MoreWords } from '../en-more.ts'

export const report = {
  message: '通報…',
  messageTitle: 'このメッセージを通報',
  person: 'サーバーに通報…',
  personTitle: (name) => `${name}を通報`,
  messageMeans: (name) =>
    `このメッセージと前後のいくつかのコピーが、あなたの名前とこのルームとともに、サーバーの管理者に届きます。ここで削除されても、コピーは最長3か月残ります。${name}やほかの人には知らされません。`,
  personMeans: (name) =>
    `${name}がここで最近書いたもののコピーが、あなたの名前とこのルームとともに、サーバーの管理者に届きます。ここで削除されても、コピーは最長3か月残ります。${name}やほかの人には知らされません。`,
  reason: '何が問題ですか？',
  reasons: {
    harassment: '侮辱や嫌がらせ',
    threat: '脅迫',
    sexual: 'この場にふさわしくない性的な内容',
    spam: '広告やスパム',
    illegal: '法律に反する内容',
    other: 'その他',
  },
  note: 'ほかに伝えたいこと（任意）',
  send: '通報する',
  done: '通報しました。サーバーの管理者が確認できます。',
  gone: '通報できるものがありません。削除されたか、あなたがこのルームにいません。',
  full: '未処理の通報がいっぱいです。後でもう一度お試しください。',
  tooMany: '一度に多すぎます。数分後にもう一度お試しください。',
  noAnswer: 'サーバーから応答がありません。もう一度お試しください。',
} satisfies MoreWords['report']
