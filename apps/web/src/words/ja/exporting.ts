import type { MoreWords } from '../en-more.ts'

export const exporting = {
  title: '会話を書き出す',
  means: 'このルームの会話すべてを1つのファイルにします。削除されたものは含まれません。',
  who: '会話を持ち出せる人',
  whoMeans: 'ファイルとして。ここで読める範囲に限ります。すぐに有効になります。',
  whos: { owner: 'オーナー', moderators: 'オーナーとモデレーター', members: 'メンバー全員' },
  formats: {
    html: 'ページ（画像つき）',
    markdown: 'Markdown（画像なし）',
    'json-lines': 'JSON Lines（プログラム用）',
  },
  start: '書き出す',
  again: 'もう一度書き出す',
  coming: '保存されるまで、このまま開いておいてください。',
  waiting: '接続が切れました。つながると自動的に続きます。',
  stop: '中止',
  saved: '保存しました：',
  forbidden: 'このルームを書き出す権限がありません。',
  gone: 'サーバーが以前の状態に戻されました。最初からやり直してください。',
  failed: 'うまくいきませんでした。後でもう一度お試しください。',
} satisfies MoreWords['exporting']
