import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ways = {
  who: '入れる人',
  ways: {
    open: 'コードを知っている人',
    password: 'パスワードを知っている人',
    knock: '入れてもらった人',
    closed: '新しい人は入れない',
  },
  waysMean: {
    open: 'リンクかコードがあれば入れます。',
    password: '新しい人だけに尋ねます。メンバーには尋ねません。',
    knock: '新しい人は、ルームを見ている人が開けるまで待ちます。',
    closed: 'メンバーは戻れます。外された人は戻れません。',
  },
  password: 'ルームのパスワード',
  passwordHint: '8文字以上。あとから見ることはできません。',
  passwordUnfit: 'パスワードは8〜128文字です。',
  setPassword: 'パスワードを設定',
  newPassword: '別のパスワード',
  passwordIsSet: '設定しました。来てほしい人に伝えてください。',
  passwordAsked: 'コードをくれた人が知っています。',
  passwordWrong: 'このルームにはパスワードが必要で、これは違います。',

  creationKey: 'このサーバーのキー',
  creationKeyAsked: 'ここでルームを作れるのは、サーバーの運営者からキーを受け取った人です。',
  creationKeyWrong: 'このサーバーのキーではありません。キーは運営者からもらえます。',

  knockTitle: '入れてもらう必要があります',
  knockMeans: (name) =>
    `${name} が入りたがっていることがルームを見ている人に伝わり、できるときに開けてくれます。`,
  askIn: '入れてもらえるか聞く',
  anotherName: '別の名前にする',
  waitTitle: '伝えました',
  waitMeans: (name) =>
    `${name} はドアの前で待っています。このページを開いたままにしてください。開けてもらうと、そのまま入れます。`,
  withdraw: '待つのをやめる',
  overTitle: 'まだ開けてもらえていません',
  overMeans: '誰もいないのかもしれません。もう一度聞くか、コードをくれた人に聞いてください。',
  askAgain: 'もう一度聞く',

  knocking: '入りたい人',
  asksIn: (name) => `${name} が入りたがっています`,
  moreAsk: (count) => plural(count, { other: 'ほか#人' }),
  letIn: '入れる',
  notNow: '今はやめておく',
  notNowAll: '今は誰も入れない',

  guard: '1時間ルームを守る',
  guardMeans:
    '荒らしが来たとき用です。新しい人はノックし、誰が来るかわかります。時間が来ると自動で終わります。',
  guardedUntil: (time) => `${time} まで守っています。新しい人はノックします。`,
  cleanUp: '片づける…',
  cleanUpSince: 'そのあとに来た人',
  cleanUpMeans:
    'そのあとに来た人を全員まとめて外し、戻れなくします。ルームを見ている人は残ります。元に戻せます。',
  minutesAgo: (count) => plural(count, { other: '#分前' }),
  cleanUpMessages: 'その人たちの発言も削除する',
  cleanUpNow: '全員を外す',
  cleanedUp: '外しました。',
  undo: '元に戻す',
  undone: 'また入れるようになりました。',

  changeCode: 'ルームに別のコードをつける',
  changeCodeMeans:
    '今のコードと、それを含むリンクは使えなくなります。ルームにいる人はそのまま、これまでどおり使えます。',
  changeCodeNow: '別のコード',

  capacity: 'メンバーの上限',
  capacityMeans: '上限に達すると、新しい人には満員と伝えます。メンバーはいつでも戻れます。',
  noCapacity: '上限なし',

  slow: '低速モード',
  slowMeans: 'メンバーは次のメッセージまでこの時間だけ待ちます。ルームを管理する人は待ちません。',
  slowOff: 'オフ',
  slowHere: (time: string) => `低速モード：次のメッセージまで${time}。`,
  slowAgain: (time: string) => `あと${time}で、また書き込めます。`,
  slowSends: (time: string) => `あと${time}で、自動的に送信されます。`,

  newcomers: '新しい人が読める範囲',
  newcomersMeans: '参加する前の発言のうち、読める範囲です。すでにいる人には影響しません。',
  newcomersAll: 'すべて',
  newcomersNothing: '参加後の発言だけ',
  newcomersLast: (count) => plural(count, { other: '最後の#件' }),
  kept: 'メッセージの保存期間',
  keptMeans: '古いメッセージは、ファイルなども含めて全員から削除されます。',
  forEver: '無期限',
  keptShorter: (time) =>
    `${time}より古いものは、これまでの発言も含めて2分以内に削除されます。元には戻せません。`,
  keepFor: (time) => `${time}保存する`,
} satisfies MoreWords['ways']
