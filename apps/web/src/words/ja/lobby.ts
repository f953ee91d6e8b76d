import type { Words } from '../en.ts'

export const lobby = {
  name: '名前',
  useName: (name) => `${name}を使う`,

  invited: 'このルームに招待されています',
  nameHint: 'ほかの人にはこの名前で表示されます。',
  enter: '入る',
  otherRoom: '別のルームですか？ スタートページへ',
  noRoomTitle: 'ルームがありません',
  enterTitle: (code) => `${code}に入る`,

  home: 'Confab、スタートページ',
} satisfies Words['lobby']
