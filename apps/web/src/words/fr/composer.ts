import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const composer = {
  message: 'Message',
  send: 'Envoyer',
  tooLong: (count) =>
    plural(count, {
      one: '# caractère de trop. Raccourcis, ou envoie en plusieurs fois.',
      other: '# caractères de trop. Raccourcis, ou envoie en plusieurs fois.',
    }),
  typing: (names, count) => choose(count, { one: `${names} écrit`, other: `${names} écrivent` }),
  severalTyping: 'Plusieurs personnes écrivent',
  youAre: (name) => `Tu es ${name} ·`,
  change: 'changer',
  emoji: 'Émojis',
  entersPost: 'Entrée envoie',
  entersBreak: (key) => `${key}+Entrée envoie`,
  changeEnter: 'Changer ce que fait Entrée',
} satisfies Words['composer']
