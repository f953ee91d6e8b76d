import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'Den Link kopieren',
  copyLinkShort: 'Link kopieren',
  linkCopied: 'Link kopiert',
  allRooms: 'Alle Räume',
  share: 'Teilen',
  search: 'Suchen',
  notifications: 'Benachrichtigungen',
  changeTitle: 'Titel ändern',
  here: (count) => plural(count, { one: '# hier', other: '# hier' }),
  others: (count) => plural(count, { one: '# andere Person', other: '# andere' }),
  nothingKept:
    'Von diesem Raum ist hier noch nichts gespeichert. Er öffnet sich von selbst, sobald es eine Verbindung gibt.',
  loading: 'Der Raum wird geladen',

  message: (room) => `Nachricht an ${room}`,
  writeSomething: 'Schreib etwas',
} satisfies Words['room']
