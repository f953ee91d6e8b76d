import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const timeline = {
  conversation: 'Gespräch',
  showEarlier: 'Früheres zeigen',
  new: 'Neu',
  joinedMe: 'Du bist dazugekommen',
  createdByMe: 'Du hast diesen Raum erstellt',
  createdBy: (name) => `${name} hat diesen Raum erstellt`,
  beginning: 'Hier beginnt der Raum',
  wasRemoved: (name) => `${name} wurde entfernt`,
  joined: (names, count) =>
    choose(count, { one: `${names} ist dazugekommen`, other: `${names} sind dazugekommen` }),
  left: (names, count) => choose(count, { one: `${names} ist gegangen`, other: `${names} sind gegangen` }),
  countLeft: (count) => plural(count, { one: '# ist gegangen', other: '# sind gegangen' }),
  andThen: (first, second) => `${first}, ${second}`,
  joinedList: (names) => `Dazugekommen: ${names}`,
  leftList: (names) => `Gegangen: ${names}`,

  onItsWay: 'Unterwegs',
  waiting: 'Wartet auf Verbindung',
  edit: 'Bearbeiten',
  delete: 'Löschen',
  retry: 'Noch einmal',
  onDay: (date) => `am ${date}`,
} satisfies Words['timeline']
