import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'Copiar el enlace',
  copyLinkShort: 'Copiar enlace',
  linkCopied: 'Enlace copiado',
  allRooms: 'Todas las salas',
  share: 'Compartir',
  search: 'Buscar',
  notifications: 'Notificaciones',
  changeTitle: 'Cambiar el título',
  here: (count) => plural(count, { one: '# aquí', other: '# aquí' }),
  others: (count) => plural(count, { one: '# más', other: '# más' }),
  nothingKept: 'Aún no se guarda nada de esta sala aquí. Se abrirá sola en cuanto haya conexión.',
  loading: 'Cargando la sala',

  message: (room) => `Mensaje para ${room}`,
  writeSomething: 'Escribe algo',
} satisfies Words['room']
