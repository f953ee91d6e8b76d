import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const room = {
  toStart: 'Zurück zum Start',
  tooManyTitle: 'Zu viele Räume auf einmal',
  tooMany: 'Mehr Räume darf dieser Tab nicht haben. Lade die Seite neu und öffne diesen Raum zuerst.',
  bannedTitle: 'Du wurdest dauerhaft aus diesem Raum ausgeschlossen',
  banned: 'Das haben die entschieden, die auf diesen Raum achten. Du kannst nicht wieder eintreten.',
  removedTitle: 'Du wurdest aus diesem Raum entfernt',
  removed: 'Wer auf ihn achtet, hat dich hinausgesetzt. Mit dem Code kannst du wieder um Einlass bitten.',
  refusedTitle: 'Dieser Raum hat dich nicht hereingelassen',
  refused:
    'Vielleicht gibt es ihn nicht mehr, oder der Server kennt dich hier nicht mehr. Mit dem Code kannst du wieder fragen.',
  unsent: (count) =>
    plural(count, { one: 'Ein Text wurde nicht gesendet', other: '# Texte wurden nicht gesendet' }),
  enterWithCode: 'Mit dem Code eintreten',
  removedLabel: 'Aus diesem Raum entfernt',
  removedFoot: 'Was bis dahin gesagt wurde, kannst du lesen. Neues kommt hier nicht mehr an.',
  joinAgain: 'Wieder eintreten',
  titleLabel: 'Titel des Raums',
  titlePlaceholder: 'Worum geht es in diesem Raum?',
  titleOffline: 'Keine Verbindung. Versuch es gleich noch einmal.',
  titleRefused: 'Der Server hat diesen Titel nicht angenommen.',
} satisfies MoreWords['room']
