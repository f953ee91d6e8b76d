import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const composer = {
  message: 'Nachricht',
  send: 'Senden',
  tooLong: (count) =>
    plural(count, {
      one: '# Zeichen zu lang. Kürze den Text, oder schick ihn in Teilen.',
      other: '# Zeichen zu lang. Kürze den Text, oder schick ihn in Teilen.',
    }),
  typing: (names, count) => choose(count, { one: `${names} schreibt`, other: `${names} schreiben` }),
  severalTyping: 'Mehrere schreiben',
  youAre: (name) => `Du bist ${name} ·`,
  change: 'ändern',
  emoji: 'Emoji',
  entersPost: 'Enter sendet',
  entersBreak: (key) => `${key}+Enter sendet`,
  changeEnter: 'Ändern, was Enter tut',
} satisfies Words['composer']
