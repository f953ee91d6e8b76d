import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newCount: (count) => plural(count, { one: '# nuevo', other: '# nuevos' }),
  newMany: (count) => `${count} nuevos`,
  toLatest: 'Ir a lo último',
  restored:
    'Esta sala se restauró de una copia de seguridad. Lo que se dijo aquí después de esa copia se ha perdido.',
  inviteLabel: 'Invitar a gente',
  nobodyYet: 'Aún no hay nadie más',
  invite: 'Da este código o el enlace. Solo hace falta un navegador y un nombre.',
  notSent: (count) => plural(count, { one: '# sin enviar', other: '# sin enviar' }),
  retryAll: 'Reintentar todo',
  deleteAll: 'Borrar todo',

  newSince: (count, time) => `${count} nuevos desde ${time}`,
  newHere: (count) => `${count} nuevos`,
  jumpUp: 'Subir',
  dismiss: 'Ocultar',
  away: 'Mientras no estabas',
  messages: (count) => plural(count, { one: '# mensaje', other: '# mensajes' }),
  messagesMany: (count) => `${count} mensajes`,
  from: (messages, names) => `${messages} de ${names}`,
  others: (count) => plural(count, { one: '# más', other: '# más' }),
  mentions: (count) => plural(count, { one: '# te menciona', other: '# te mencionan' }),
  pinned: (count) => plural(count, { one: '# fue fijado', other: '# fueron fijados' }),
  renamed: (name) => `La sala se llama ahora ${name}`,
  toFirstNew: 'Al primero nuevo',

  jumpToDate: 'Ir a una fecha',
  roomStart: 'Inicio de la sala',
  date: 'Fecha',
  go: 'Ir',
  notNow: 'Hace falta conexión. Inténtalo cuando vuelva.',
  pastKept: 'Aquí los mensajes anteriores no se muestran a los nuevos.',
} satisfies MoreWords['reading']
