import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const sendingFiles = {
  attach: 'Dateien anhängen',
  off: 'Dieser Server nimmt keine Dateien an',
  drop: 'Dateien hier ablegen',
  list: 'Zu sendende Dateien',
  remove: (name) => `${name} entfernen`,
  added: (count) => plural(count, { one: '# Datei hinzugefügt', other: '# Dateien hinzugefügt' }),
  notKept:
    'In diesem Browser ist kein Platz mehr: Sie gehen verloren, wenn du diese Seite schließt, bevor sie gesendet sind.',

  tooLarge: (name, size) => `${name} ist zu groß. Dateien dürfen ${size} haben.`,
  empty: (name) => `${name} ist leer.`,
  tooMany: (count) =>
    plural(count, {
      one: 'In eine Nachricht passt # Datei.',
      other: 'In eine Nachricht passen # Dateien.',
    }),
  folder: (name) => `${name} ist ein Ordner. Packe ihn zuerst in eine Datei.`,

  waiting: 'Wartet',
  progressOf: (name) => `${name} wird gesendet`,
  cancel: (name) => `${name} nicht senden`,
  sending: (count) => plural(count, { one: '# Datei wird gesendet', other: '# Dateien werden gesendet' }),
  sent: (count) => plural(count, { one: '# Datei gesendet', other: '# Dateien gesendet' }),
  notTaken: (name) => `${name} wurde nicht gesendet`,
  refused: {
    forbidden: 'Du darfst hier keine Dateien senden.',
    gone: 'Das Senden hat zu lange gedauert.',
    'too-large': 'Zu groß für diesen Server.',
    'type-refused': 'Diese Art von Datei wird hier nicht angenommen.',
    unreadable: 'Dieses Bild lässt sich nicht lesen.',
    'too-many-pixels': 'Dieses Bild hat zu viele Pixel.',
    'uploads-off': 'Dieser Server nimmt keine Dateien an.',
    'your-space-full': 'Dein Platz für Dateien ist voll.',
    'room-space-full': 'Der Platz dieses Raums für Dateien ist voll.',
    'server-space-full': 'Der Platz dieses Servers für Dateien ist voll.',
    'unreadable-here': 'Dieser Browser hat sie nicht mehr. Füge sie noch einmal hinzu.',
    other: 'Der Server hat sie nicht angenommen.',
  },
} satisfies MoreWords['sendingFiles']
