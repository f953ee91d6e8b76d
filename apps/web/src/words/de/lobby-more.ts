import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Code sagen,\nlosreden.',
  lead: 'Ein Raum für alle, die seinen Code haben. Kein Konto, nichts zu installieren, und nichts Gesagtes geht verloren.',
  roomCode: 'Raumcode',
  codeHint: 'Oder füge den Link ein, den du bekommen hast.',
  join: 'Raum betreten',
  or: 'oder',
  create: 'Raum erstellen',
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

  terms: 'Nutzungsbedingungen',
  contact: 'Kontakt',
  noRoom: 'Hier ist kein Raum',
  nothingOpens: (code) =>
    `Mit dem Code ${code} öffnet sich nichts. Bitte wer ihn geschickt hat, noch einmal nachzusehen.`,
  linkWithoutCode:
    'In diesem Link steckt kein Raumcode. Frag, wer ihn geschickt hat, nach dem Code: zehn Buchstaben und Ziffern.',
  toStart: 'Zur Startseite',
  forgetTitle: (room) => `${room} vergessen?`,
  forgetLoses: (losses) =>
    `Dabei geht verloren: ${losses}. Was im Raum gesagt wurde, bleibt dort, und sein Code öffnet ihn weiterhin.`,
  losesDraft: 'dein angefangener Entwurf',
  losesPosts: (count) =>
    plural(count, {
      one: 'eine Nachricht, die noch nicht gesendet ist',
      other: '# Nachrichten, die noch nicht gesendet sind',
    }),
  keepIt: 'Behalten',
  forgetIt: 'Vergessen',
  renameTitle: 'Deinen Namen ändern',
  renameHint: 'Für diesen Raum. Was du schon gesagt hast, behält den Namen von damals.',
  rename: 'Namen ändern',
  keepsNothing:
    'Dieser Browser merkt sich für diese Seite nichts. Dein Name und deine Räume sind vergessen, sobald du sie schließt.',
  keepingTitle: 'Wo deine Worte bleiben',
  keeping: [
    {
      where: 'Auf dem Server.',
      how: 'Jede Nachricht liegt auf seiner Festplatte, bevor irgendwer von ihr erfährt, auch wer sie schrieb. Wer den Server betreibt, kann lesen, was dort liegt.',
    },
    {
      where: 'Im Raum.',
      how: 'Wer den Code hat, kann hereinkommen und lesen, was zuvor gesagt wurde. Es gibt keine Liste der Räume, und ein Code ist viel zu lang zum Raten.',
    },
    {
      where: 'In diesem Browser.',
      how: 'Dein Name, deine Räume mit ihren neuesten Nachrichten, Entwürfe, und Nachrichten, die noch unterwegs sind. Die gehen von selbst hinaus, sobald das Netz wieder da ist.',
    },
    { where: 'Sonst nirgends.', how: 'Kein Konto, keine Cookies, niemand zählt Besuche.' },
  ],
} satisfies MoreWords['lobby']
