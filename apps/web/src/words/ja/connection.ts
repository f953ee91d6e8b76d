import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const connection = {
  takenOver: 'このタブは別の場所でも開かれ、そちらに引き継がれました。',
  takeOver: 'このタブを使う',
  signedOut: 'ここではサインアウトしています。最初からやり直し、コードでルームに戻ってください。',
  startAnew: '最初からやり直す',
  notLetIn: 'このサーバーは、ここからのページを受け付けていません。',
  renewed: 'サーバーのConfabが新しくなりました。続けるには、ページを読み込み直してください。',
  ended: 'サーバーが接続を終了しました。',
  reload: '読み込み直す',
  tryNow: '今すぐ試す',

  lobbyOffline: 'オフラインです。ルームを読むことはできますが、参加にはネットワークが必要です。',
  unreachable: 'サーバーにつながりません。接続を続けて試しています。',
  unreachableOrRefusing:
    'サーバーにつながらないか、ここからのページが受け付けられていません。接続を続けて試しています。',

  offline: 'オフライン',
  reconnecting: '再接続中',
  reconnectingNow: '再接続中…',
  reconnectingIn: (wait) => `${wait}後に再接続`,
  catchingUp: '追いついています…',
  waiting: (count) => plural(count, { other: 'メッセージ#件が待機中' }),
  mustStay: 'このブラウザーは何も保存しません。それまでタブを開いたままにしてください。',
} satisfies MoreWords['connection']
