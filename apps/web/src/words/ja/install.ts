export const install = {
  ready: 'Confab の新しいバージョンの準備ができました。',
  takeOver: '今すぐ使う',
}
