import type { Isolated } from '../isolate.ts'
import { choose, plural } from './plural.ts'

export const composer = {
  message: 'Message',
  send: 'Send',
  tooLong: (count: number) =>
    plural(count, {
      one: 'Too long by # character. Shorten it, or post it in parts.',
      other: 'Too long by # characters. Shorten it, or post it in parts.',
    }),
  typing: (names: string, count: number) =>
    choose(count, { one: `${names} is typing`, other: `${names} are typing` }),
  severalTyping: 'Several people are typing',
  youAre: (name: Isolated) => `You are ${name} ·`,
  change: 'change',
  emoji: 'Emoji',
  entersPost: 'Enter sends',
  entersBreak: (key: string) => `${key}+Enter sends`,
  changeEnter: 'Change what Enter does',
}
