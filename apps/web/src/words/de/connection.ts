import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const connection = {
  takenOver: 'Dieser Tab wurde anderswo noch einmal geöffnet, und der andere hat übernommen.',
  takeOver: 'Diesen Tab benutzen',
  signedOut: 'Du bist hier abgemeldet. Fang neu an und komm mit den Codes wieder in deine Räume.',
  startAnew: 'Neu anfangen',
  notLetIn: 'Dieser Server lässt Seiten von hier nicht herein.',
  renewed: 'Confab wurde auf dem Server erneuert. Lade diese Seite neu, um weiterzumachen.',
  ended: 'Der Server hat die Verbindung beendet.',
  reload: 'Neu laden',
  tryNow: 'Jetzt versuchen',

  lobbyOffline: 'Du bist offline. Deine Räume kannst du lesen; zum Betreten braucht es das Netz.',
  unreachable: 'Der Server ist nicht zu erreichen. Confab versucht es weiter.',
  unreachableOrRefusing:
    'Der Server ist nicht zu erreichen oder lässt Seiten von hier nicht herein. Confab versucht es weiter.',

  offline: 'Offline',
  reconnecting: 'Verbindet sich neu',
  reconnectingNow: 'Verbindet sich neu…',
  reconnectingIn: (wait) => `Neuer Versuch in ${wait}`,
  catchingUp: 'Holt auf…',
  waiting: (count) => plural(count, { one: '# Nachricht wartet', other: '# Nachrichten warten' }),
  mustStay: 'Dieser Browser merkt sich nichts: Lass den Tab bis dahin offen.',
} satisfies MoreWords['connection']
