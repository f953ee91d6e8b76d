import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const entering = {
  nameMissing: 'Schreib den Namen, den die anderen sehen sollen.',
  nameTooLong: (max) =>
    plural(max, {
      one: 'Ein Name hat höchstens # Zeichen. Kürze ihn ein wenig.',
      other: 'Ein Name hat höchstens # Zeichen. Kürze ihn ein wenig.',
    }),
  codeMissing: 'Schreib den Code des Raums, oder erstelle einen eigenen Raum.',
  codeUnreadable: 'Ein Raumcode hat zehn Buchstaben und Ziffern. Prüfe ihn, oder füge den ganzen Link ein.',
  invalid: 'Der Server hat diese Seite nicht verstanden. Lade sie neu und versuch es noch einmal.',
  forbidden: 'Du kannst diesen Raum nicht betreten. Frag, wer dir den Code gegeben hat.',
  removed: 'Du gehörst nicht mehr zu diesem Raum. Mit seinem Code kannst du wieder eintreten.',
  banned: 'Du darfst diesen Raum nicht mehr betreten.',
  locked: 'Dieser Raum nimmt gerade niemanden auf.',
  full: 'Dieser Raum ist voll.',
  notFound:
    'Mit diesem Code gibt es keinen Raum. Prüfe ihn auf Tippfehler, oder bitte noch einmal um den Link.',
  nameUnusable:
    'Dieser Name geht nicht. Nimm Buchstaben aus einem einzigen Alphabet und keine unsichtbaren Zeichen.',
  nameTaken: (name) =>
    `In diesem Raum heißt schon jemand ${name} oder zum Verwechseln ähnlich. Nimm einen anderen Namen.`,
  failed: 'Das hat nicht geklappt. Versuch es noch einmal.',
  tooManyRooms: 'Mehr Räume fasst dieser Tab nicht. Öffne einen neuen Tab und tritt dort ein.',
  rateLimited: (wait) => `Zu viele Versuche. Warte ${wait}, dann versuch es wieder.`,
  busy: 'Der Server hat alle Hände voll zu tun. Versuch es gleich noch einmal.',
  unavailable: 'Der Server antwortet nicht. Prüfe deine Verbindung und versuch es noch einmal.',
  draining: 'Der Server startet neu. Versuch es gleich noch einmal.',
  unknown: 'Der Server hat abgelehnt. Lade diese Seite neu und versuch es noch einmal.',
} satisfies Words['entering']
