import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newCount: (count) => plural(count, { one: '# neu', other: '# neu' }),
  newMany: (count) => `${count} neu`,
  toLatest: 'Zum Neuesten',
  restored:
    'Dieser Raum wurde aus einer Sicherung wiederhergestellt. Was nach dieser Sicherung hier gesagt wurde, ist weg.',
  inviteLabel: 'Leute einladen',
  nobodyYet: 'Noch ist niemand sonst hier',
  invite: 'Gib anderen diesen Code oder den Link. Sie brauchen nichts als einen Browser und einen Namen.',
  notSent: (count) => plural(count, { one: '# nicht gesendet', other: '# nicht gesendet' }),
  retryAll: 'Alle noch einmal',
  deleteAll: 'Alle löschen',

  newSince: (count, time) => `${count} neu seit ${time}`,
  newHere: (count) => `${count} neu`,
  jumpUp: 'Hinauf',
  dismiss: 'Ausblenden',
  away: 'Während du weg warst',
  messages: (count) => plural(count, { one: '# Nachricht', other: '# Nachrichten' }),
  messagesMany: (count) => `${count} Nachrichten`,
  from: (messages, names) => `${messages} von ${names}`,
  others: (count) => plural(count, { one: '# anderen', other: '# anderen' }),
  mentions: (count) => plural(count, { one: '# erwähnt dich', other: '# erwähnen dich' }),
  pinned: (count) => plural(count, { one: '# wurde angeheftet', other: '# wurden angeheftet' }),
  renamed: (name) => `Der Raum heißt jetzt ${name}`,
  toFirstNew: 'Zur ersten neuen',

  jumpToDate: 'Zu einem Tag',
  roomStart: 'Anfang des Raums',
  date: 'Datum',
  go: 'Los',
  notNow: 'Dafür braucht es eine Verbindung. Versuch es wieder, wenn sie da ist.',
  pastKept: 'Frühere Nachrichten sehen Neue hier nicht.',
} satisfies MoreWords['reading']
