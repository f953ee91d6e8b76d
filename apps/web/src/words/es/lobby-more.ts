import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Di un código,\ny a hablar.',
  lead: 'Una sala para quien tenga su código. Sin cuenta, sin instalar nada, y nada de lo que dices se pierde.',
  roomCode: 'Código de la sala',
  codeHint: 'O pega el enlace que te enviaron.',
  join: 'Entrar en una sala',
  or: 'o',
  create: 'Crear una sala',
  yourRooms: 'Tus salas',
  draft: 'Borrador',
  you: 'Tú',
  nothingSaid: 'Aún no se ha dicho nada',
  unread: (count) => plural(count, { one: '# mensaje sin leer', other: '# mensajes sin leer' }),
  unreadMany: (count) =>
    plural(count, { one: 'más de # mensaje sin leer', other: 'más de # mensajes sin leer' }),
  forget: (room) => `Olvidar ${room}`,
  forgotten: (room) => `${room} ya no está en la lista.`,
  undo: 'Deshacer',
  account: 'Cuenta',
  keepingLink: 'Cómo guarda tus palabras',
  openSource: 'Código abierto. Funciona en una máquina tuya.',

  terms: 'Condiciones',
  contact: 'Contacto',
  noRoom: 'Aquí no hay ninguna sala',
  nothingOpens: (code) => `Con el código ${code} no se abre nada. Pide a quien te lo envió que lo revise.`,
  linkWithoutCode:
    'Este enlace no lleva código de sala. Pide el código a quien te lo envió: diez letras y cifras.',
  toStart: 'A la página de inicio',
  forgetTitle: (room) => `¿Olvidar ${room}?`,
  forgetLoses: (losses) =>
    `Esto borra ${losses}. Lo que se dijo en la sala se queda allí, y su código la sigue abriendo.`,
  losesDraft: 'tu borrador sin terminar',
  losesPosts: (count) =>
    plural(count, { one: 'un mensaje aún sin enviar', other: '# mensajes aún sin enviar' }),
  keepIt: 'Conservar',
  forgetIt: 'Olvidar',
  renameTitle: 'Cambiar tu nombre',
  renameHint: 'Para esta sala. Lo que dijiste antes conserva el nombre de entonces.',
  rename: 'Cambiar nombre',
  keepsNothing:
    'Este navegador no guarda nada de esta página. Tu nombre y tus salas se olvidan cuando la cierras.',
  keepingTitle: 'Cómo guarda tus palabras',
  keeping: [
    {
      where: 'En el servidor.',
      how: 'Cada mensaje está en su disco antes de que nadie sepa de él, tampoco quien lo escribió. Quien lleva el servidor puede leer lo que allí se guarda.',
    },
    {
      where: 'En la sala.',
      how: 'Quien tenga el código puede entrar y leer lo dicho antes. No hay lista de salas, y un código es demasiado largo para adivinarlo.',
    },
    {
      where: 'En este navegador.',
      how: 'Tu nombre, tus salas y sus últimos mensajes, los borradores, y los mensajes aún en camino. Estos salen solos cuando vuelve la red.',
    },
    { where: 'En ningún otro sitio.', how: 'Sin cuenta, sin cookies, nadie cuenta las visitas.' },
  ],
} satisfies MoreWords['lobby']
