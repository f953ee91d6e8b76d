import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const contract = {
  reads: 'Wer hereinkommt, liest, was gesagt wurde.',
  readsNothing: 'Wer hereinkommt, liest nur, was von da an gesagt wird.',
  readsLast: (count) =>
    plural(count, {
      one: 'Wer hereinkommt, liest die letzte Nachricht von vorher.',
      other: 'Wer hereinkommt, liest die letzten # Nachrichten von vorher.',
    }),
  kept: (time) => `Es wird ${time} lang aufbewahrt.`,
  keptForEver: 'Es wird für immer aufbewahrt.',
  ledBy: (names) => `Um den Raum kümmern sich: ${names}.`,
  others: (count) => plural(count, { one: '# weitere Person', other: '# weitere' }),
  entry: {
    open: 'Der Code genügt, um hereinzukommen.',
    password: 'Zum Hereinkommen braucht man ein Passwort.',
    knock: 'Jemand von drinnen lässt dich herein.',
    closed: 'Zurzeit kommt niemand Neues herein.',
  },
  whoPosts: {
    everybody: 'Alle schreiben.',
    moderators: 'Nur wer sich um den Raum kümmert, schreibt.',
  },
  whoExports: {
    owner: 'Nur wem der Raum gehört, darf mitnehmen, was gesagt wurde.',
    moderators: 'Wer sich um den Raum kümmert, darf mitnehmen, was gesagt wurde.',
    members: 'Alle hier dürfen mitnehmen, was sie lesen.',
  },
  changed: 'Für diesen Raum gilt Neues.',
  understood: 'Verstanden',
} satisfies MoreWords['contract']
