import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const composer = {
  message: 'Mensaje',
  send: 'Enviar',
  tooLong: (count) =>
    plural(count, {
      one: 'Sobra # carácter. Acórtalo, o envíalo por partes.',
      other: 'Sobran # caracteres. Acórtalo, o envíalo por partes.',
    }),
  typing: (names, count) =>
    choose(count, { one: `${names} está escribiendo`, other: `${names} están escribiendo` }),
  severalTyping: 'Varias personas están escribiendo',
  youAre: (name) => `Eres ${name} ·`,
  change: 'cambiar',
  emoji: 'Emojis',
  entersPost: 'Intro envía',
  entersBreak: (key) => `${key}+Intro envía`,
  changeEnter: 'Cambiar lo que hace Intro',
} satisfies Words['composer']
