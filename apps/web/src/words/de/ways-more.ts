import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ways = {
  who: 'Wer hereinkommt',
  ways: {
    open: 'Alle, die den Code haben',
    password: 'Wer ein Passwort kennt',
    knock: 'Wer hereingelassen wird',
    closed: 'Niemand Neues',
  },
  waysMean: {
    open: 'Der Link oder der Code genügt.',
    password: 'Gefragt wird nur, wer neu ist; Mitglieder nie.',
    knock: 'Wer neu ist, wartet, bis jemand öffnet, der auf den Raum achtet.',
    closed: 'Mitglieder kommen zurück. Wer entfernt wurde, nicht.',
  },
  password: 'Passwort des Raums',
  passwordHint: 'Mindestens 8 Zeichen. Niemand kann es später nachsehen.',
  passwordUnfit: 'Ein Passwort hat 8 bis 128 Zeichen.',
  setPassword: 'Passwort setzen',
  newPassword: 'Anderes Passwort',
  passwordIsSet: 'Es gilt. Sag es denen, die kommen sollen.',
  passwordAsked: 'Wer dir den Code gegeben hat, kennt es.',
  passwordWrong: 'Dieser Raum fragt nach einem Passwort, und dieses ist es nicht.',

  creationKey: 'Schlüssel dieses Servers',
  creationKeyAsked: 'Räume legt hier an, wer von den Betreibern dieses Servers einen Schlüssel hat.',
  creationKeyWrong: 'Das ist kein Schlüssel dieses Servers. Wer ihn betreibt, gibt einen heraus.',

  knockTitle: 'Jemand muss dich hereinlassen',
  knockMeans: (name) =>
    `Wer auf diesen Raum achtet, sieht, dass ${name} hereinmöchte, und öffnet, sobald es geht.`,
  askIn: 'Um Einlass bitten',
  anotherName: 'Anderen Namen nehmen',
  waitTitle: 'Es ist gefragt',
  waitMeans: (name) =>
    `${name} wartet an der Tür. Lass diese Seite offen: Sobald jemand öffnet, bist du drin.`,
  withdraw: 'Nicht länger warten',
  overTitle: 'Noch hat niemand geöffnet',
  overMeans: 'Vielleicht ist niemand da. Frag noch einmal, oder frag, wer dir den Code gegeben hat.',
  askAgain: 'Noch einmal fragen',

  knocking: 'Wer hereinmöchte',
  asksIn: (name) => `${name} möchte herein`,
  moreAsk: (count) => plural(count, { one: '# weitere Anfrage', other: '# weitere Anfragen' }),
  letIn: 'Hereinlassen',
  notNow: 'Jetzt nicht',
  notNowAll: 'Jetzt niemanden',

  guard: 'Den Raum eine Stunde lang schützen',
  guardMeans: 'Gegen einen Überfall: Wer neu ist, klopft, und du siehst, wer kommt. Es endet von selbst.',
  guardedUntil: (time) => `Geschützt bis ${time}: Wer neu ist, klopft.`,
  cleanUp: 'Aufräumen …',
  cleanUpSince: 'Wer seitdem gekommen ist',
  cleanUpMeans:
    'Alle, die seitdem gekommen sind, werden auf einmal entfernt und bleiben draußen. Wer auf den Raum achtet, bleibt, und du kannst es zurücknehmen.',
  minutesAgo: (count) => plural(count, { one: 'vor # Minute', other: 'vor # Minuten' }),
  cleanUpMessages: 'Auch löschen, was sie geschrieben haben',
  cleanUpNow: 'Alle entfernen',
  cleanedUp: 'Sie sind draußen.',
  undo: 'Rückgängig',
  undone: 'Sie dürfen wiederkommen.',

  changeCode: 'Dem Raum einen anderen Code geben',
  changeCodeMeans:
    'Der Code und jeder Link mit ihm führen dann nirgendwohin. Wer im Raum ist, bleibt und findet ihn wie bisher.',
  changeCodeNow: 'Anderer Code',

  capacity: 'Mitglieder höchstens',
  capacityMeans: 'Wer danach kommt, erfährt, dass der Raum voll ist. Mitglieder kommen immer zurück.',
  noCapacity: 'Unbegrenzt',

  slow: 'Langsamer Modus',
  slowMeans:
    'So lange wartet ein Mitglied zwischen zwei Nachrichten. Wer sich um den Raum kümmert, wartet nicht.',
  slowOff: 'Aus',
  slowHere: (time: string) => `Langsamer Modus: ${time} zwischen zwei Nachrichten.`,
  slowAgain: (time: string) => `Du kannst in ${time} wieder schreiben.`,
  slowSends: (time: string) => `Deine Nachricht geht in ${time} von selbst hinaus.`,

  newcomers: 'Neue lesen',
  newcomersMeans: 'Von dem, was gesagt wurde, bevor sie kommen. Wer schon hier ist, behält, was er hat.',
  newcomersAll: 'Alles',
  newcomersNothing: 'Was von da an gesagt wird',
  newcomersLast: (count) =>
    plural(count, { one: 'Die letzte Nachricht', other: 'Die letzten # Nachrichten' }),
  kept: 'Nachrichten bleiben',
  keptMeans: 'Ältere werden für alle gelöscht, mit ihren Dateien und allem, was dazugehört.',
  forEver: 'Für immer',
  keptShorter: (time) =>
    `Was länger als ${time} zurückliegt, wird binnen zwei Minuten gelöscht, auch was bisher gesagt wurde. Niemand kann es zurückholen.`,
  keepFor: (time) => `${time} lang behalten`,
} satisfies MoreWords['ways']
