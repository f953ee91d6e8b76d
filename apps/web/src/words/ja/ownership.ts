import type { ownership as english } from '../en/ownership.ts'

export const ownership: typeof english = {
  title: 'オーナーの復旧コード',
  means: 'すべての端末を失ったときのためのものです。ルームにいて、このコードを示した人がオーナーになります。',
  meansAnother: 'すでに1つあります。新しく作ると、前のコードは使えなくなります。',
  make: 'コードを作る',
  makeAnother: '作り直す',
  writeDown: '今、書き留めてください。二度と表示されません。使えるのは1回です。',
  copy: 'コピー',
  copied: 'コピーしました',
  code: 'このルームは自分のものです',
  codeMeans: 'オーナーが書き留めた復旧コードを入力します。使えるのは1回です。',
  take: 'ルームを引き継ぐ',
  taken: 'このルームはあなたのものになりました。前のオーナーはモデレーターになります。',
  failed: 'うまくいきませんでした。接続を確かめて、もう一度お試しください。',
  refused: {
    'not-found': 'このルームの復旧コードではないか、もう使えません。',
    'rate-limited': '試した回数が多すぎます。少し待って、もう一度お試しください。',
  },
}
