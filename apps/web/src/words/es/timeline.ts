import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const timeline = {
  conversation: 'Conversación',
  showEarlier: 'Ver lo anterior',
  new: 'Nuevo',
  newCount: (count) => plural(count, { one: '# nuevo', other: '# nuevos' }),
  newMany: (count) => `${count} nuevos`,
  toLatest: 'Ir a lo último',
  restored:
    'Esta sala se restauró de una copia de seguridad. Lo que se dijo aquí después de esa copia se ha perdido.',

  inviteLabel: 'Invitar a gente',
  nobodyYet: 'Aún no hay nadie más',
  invite: 'Da este código o el enlace. Solo hace falta un navegador y un nombre.',

  joinedMe: 'Has entrado',
  createdByMe: 'Has creado esta sala',
  createdBy: (name) => `${name} creó esta sala`,
  beginning: 'Aquí empieza la sala',
  wasRemoved: (name) => `${name} ya no está en la sala`,
  joined: (names, count) => choose(count, { one: `${names} ha entrado`, other: `${names} han entrado` }),
  left: (names, count) => choose(count, { one: `${names} ha salido`, other: `${names} han salido` }),
  countLeft: (count) => plural(count, { one: '# ha salido', other: '# han salido' }),
  andThen: (first, second) => `${first}, ${second}`,
  joinedList: (names) => `Han entrado: ${names}`,
  leftList: (names) => `Han salido: ${names}`,

  onItsWay: 'En camino',
  waiting: 'Esperando conexión',
  edit: 'Editar',
  delete: 'Borrar',
  retry: 'Reintentar',
  notSent: (count) => plural(count, { one: '# sin enviar', other: '# sin enviar' }),
  retryAll: 'Reintentar todo',
  deleteAll: 'Borrar todo',

  onDay: (date) => `el ${date}`,
} satisfies Words['timeline']
