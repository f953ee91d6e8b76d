import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Di un código,\ny a hablar.',
  lead: 'Una sala para quien tenga su código. Sin cuenta, sin instalar nada, y nada de lo que dices se pierde.',
  name: 'Nombre',
  roomCode: 'Código de la sala',
  codeHint: 'O pega el enlace que te enviaron.',
  join: 'Entrar en una sala',
  or: 'o',
  create: 'Crear una sala',
  useName: (name) => `Usar ${name}`,

  invited: 'Te invitan a la sala',
  nameHint: 'Así te ven los demás.',
  enter: 'Entrar',
  otherRoom: '¿No es esta sala? Ir a la página de inicio',
  noRoomTitle: 'Aquí no hay sala',
  enterTitle: (code) => `Entrar en ${code}`,

  home: 'Confab, página de inicio',

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
} satisfies Words['lobby']
