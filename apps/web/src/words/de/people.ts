import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const people = {
  who: 'Wer hier ist',
  people: 'Leute',
  hereNow: 'Gerade hier',
  hereNowCount: (count) => `Gerade hier · ${count}`,
  peopleHere: (count) => plural(count, { one: 'Person hier', other: 'Personen hier' }),
  seenOnceConnected: 'Zu sehen, sobald es eine Verbindung gibt.',
  you: 'du',
  owner: 'Gastgeber',
  changeName: 'Namen ändern',
  more: (count) => plural(count, { one: 'und # weitere Person', other: 'und # weitere' }),
  incomplete: 'Wer hier ist, könnte gerade unvollständig sein.',

  rooms: 'Räume',
  anotherRoom: 'Ein anderer Raum',
  youWereRemoved: 'Du wurdest entfernt',
  notConnected: 'Nicht verbunden',
  countHere: (count) => plural(count, { one: '# Person hier', other: '# Personen hier' }),
  onlyYou: 'Nur du bist hier',
  youAreHere: 'Du bist hier',
  unread: (count) => plural(count, { one: '# ungelesen', other: '# ungelesen' }),
  changeYourName: 'Namen ändern',
} satisfies Words['people']
