export const install = {
  ready: 'Confab の新しいバージョンの準備ができました。',
  takeOver: '今すぐ使う',
  offer: 'Confabをアプリとして、専用のウィンドウで使えます。',
  byHand: 'アプリの並びに置き、通知を受け取るには、「共有」から「ホーム画面に追加」を選んでください。',
  install: 'インストール',
  decline: '今後は表示しない',
}
