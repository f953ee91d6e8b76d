import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const composer = {
  message: 'メッセージ',
  send: '送信',
  tooLong: (count) => plural(count, { other: '#文字多すぎます。短くするか、分けて送ってください。' }),
  typing: (names) => `${names}が入力中`,
  severalTyping: '複数の人が入力中',
  youAre: (name) => `あなたは${name} ·`,
  change: '変更',
  emoji: '絵文字',
  entersPost: 'Enterで送信',
  entersBreak: (key) => `${key}+Enterで送信`,
  changeEnter: 'Enterの動作を変える',
} satisfies Words['composer']
