import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Code sagen,\nlosreden.',
  lead: 'Ein Raum für alle, die seinen Code haben. Kein Konto, nichts zu installieren, und nichts Gesagtes geht verloren.',
  name: 'Name',
  roomCode: 'Raumcode',
  codeHint: 'Oder füge den Link ein, den du bekommen hast.',
  join: 'Raum betreten',
  or: 'oder',
  create: 'Raum erstellen',
  useName: (name) => `${name} nehmen`,

  invited: 'Du bist eingeladen in den Raum',
  nameHint: 'So sehen dich die anderen.',
  enter: 'Eintreten',
  otherRoom: 'Nicht dieser Raum? Zur Startseite',
  noRoomTitle: 'Kein Raum',
  enterTitle: (code) => `${code} betreten`,

  home: 'Confab, Startseite',

  yourRooms: 'Deine Räume',
  draft: 'Entwurf',
  you: 'Du',
  nothingSaid: 'Noch nichts gesagt',
  unread: (count) => plural(count, { one: '# ungelesene Nachricht', other: '# ungelesene Nachrichten' }),
  unreadMany: (count) =>
    plural(count, { one: 'mehr als # ungelesene Nachricht', other: 'mehr als # ungelesene Nachrichten' }),
  forget: (room) => `${room} vergessen`,
  forgotten: (room) => `${room} steht nicht mehr auf der Liste.`,
  undo: 'Rückgängig',

  account: 'Konto',
  keepingLink: 'Wo deine Worte bleiben',
  openSource: 'Freie Software. Läuft auf deinem eigenen Rechner.',
} satisfies Words['lobby']
