import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const people = {
  who: 'いまいる人',
  people: 'メンバー',
  hereNow: 'いまいる人',
  hereNowCount: (count) => `いまいる人 · ${count}`,
  peopleHere: (count) => plural(count, { other: '人がいます' }),
  seenOnceConnected: '接続すると表示されます。',
  you: 'あなた',
  owner: 'オーナー',
  changeName: '名前を変更',
  more: (count) => plural(count, { other: 'ほか#人' }),
  incomplete: 'いまは全員が表示されていないかもしれません。',

  rooms: 'ルーム',
  anotherRoom: '別のルーム',
  youWereRemoved: '外されました',
  notConnected: '未接続',
  countHere: (count) => plural(count, { other: '#人がいます' }),
  onlyYou: 'いるのはあなただけです',
  youAreHere: 'ここにいます',
  unread: (count) => plural(count, { other: '未読#件' }),
  changeYourName: '名前を変更',
} satisfies Words['people']
