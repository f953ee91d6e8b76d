import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const timeline = {
  conversation: 'Conversación',
  showEarlier: 'Ver lo anterior',
  new: 'Nuevo',
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
  onDay: (date) => `el ${date}`,
} satisfies Words['timeline']
