import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const devices = {
  title: 'Anderes Gerät',
  carry: 'Mitnehmen',
  carryMeans:
    'Scanne das mit dem anderen Gerät. Oder öffne Confab dort, wähle „Konto“ und mach mit dem Code weiter. Deine Namen, deine Räume und was du gelesen hast, kommen mit.',
  nothingToCarry: 'Es gibt noch nichts mitzunehmen: Betritt zuerst einen Raum.',
  goodUntil: (time) => `Gilt einmal, bis ${time}. Zeig ihn niemandem: Wer ihn nimmt, ist du.`,
  qrLabel: 'QR-Code, der das auf einem anderen Gerät öffnet',
  over: 'Der Code gilt nicht mehr.',
  another: 'Neuer Code',
  tryAgain: 'Noch einmal',
  take: 'Hier weitermachen',
  takeMeans:
    'Wähle dort, wo du schon in deinen Räumen bist, „Konto“ und nimm es auf ein anderes Gerät mit. Es zeigt einen Code: Tippe ihn hier ein.',
  arrived: 'Du kommst von einem anderen Gerät. Mach hier als dieselbe Person weiter, in denselben Räumen.',
  orTake: 'Oder hier weitermachen, was du anderswo begonnen hast',
  code: 'Code vom anderen Gerät',
  youAre: (names, rooms) => `Du bist ${names}, in ${rooms}.`,
  inRooms: (count) => plural(count, { one: '# Raum', other: '# Räumen' }),
  takeNow: 'Hier weitermachen',
  leaves: (rooms) =>
    plural(rooms, {
      one: 'Dieser Browser ist schon jemand in # Raum. Er verlässt ihn für immer, und was nicht gesendet war, geht verloren.',
      other:
        'Dieser Browser ist schon jemand in # Räumen. Er verlässt sie für immer, und was nicht gesendet war, geht verloren.',
    }),
  leaveAndTake: 'Verlassen und hier weitermachen',
  notACode: 'Ein Code hat zehn Buchstaben und Ziffern.',
  notGood: 'Dieser Code gilt nicht mehr, oder galt nie. Mach auf dem anderen Gerät einen neuen.',
  tooMany: 'Das waren viele Versuche. Warte eine Minute.',
  noAnswer: 'Der Server antwortet nicht. Versuch es gleich noch einmal.',
  keepsNothing: 'Dieser Browser behält nichts, also kannst du in ihm nicht weitermachen.',
} satisfies MoreWords['devices']
