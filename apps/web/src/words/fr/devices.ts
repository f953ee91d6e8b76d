import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const devices = {
  title: 'Un autre appareil',
  carry: 'L’emporter',
  carryMeans:
    'Scanne ceci avec l’autre appareil. Ou ouvre Confab là-bas, choisis « Compte » et continue avec le code. Tes noms, tes salons et ce que tu as lu te suivent.',
  nothingToCarry: 'Il n’y a encore rien à emporter : entre d’abord dans un salon.',
  goodUntil: (time) =>
    `Valable une fois, jusqu’à ${time}. Ne le montre à personne : qui le prend devient toi.`,
  qrLabel: 'Code QR qui ouvre ceci sur un autre appareil',
  over: 'Le code n’est plus valable.',
  another: 'Un autre code',
  tryAgain: 'Réessayer',
  take: 'Continuer ici',
  takeMeans:
    'Là où tu es déjà dans tes salons, choisis « Compte », puis emporte-le sur un autre appareil. Un code s’affiche : tape-le ici.',
  arrived: 'Tu viens d’un autre appareil. Continue ici en restant la même personne, dans les mêmes salons.',
  orTake: 'Ou continuer ici ce que tu as commencé ailleurs',
  code: 'Code de l’autre appareil',
  youAre: (names, rooms) => `Tu es ${names}, dans ${rooms}.`,
  inRooms: (count) => plural(count, { one: '# salon', other: '# salons' }),
  takeNow: 'Continuer ici',
  leaves: (rooms) =>
    plural(rooms, {
      one: 'Ce navigateur est déjà quelqu’un dans # salon. Il le quitte pour de bon, et ce qui n’a pas été envoyé est perdu.',
      other:
        'Ce navigateur est déjà quelqu’un dans # salons. Il les quitte pour de bon, et ce qui n’a pas été envoyé est perdu.',
    }),
  leaveAndTake: 'Quitter et continuer ici',
  notACode: 'Un code a dix lettres et chiffres.',
  notGood: 'Ce code n’est plus valable, ou ne l’a jamais été. Fais-en un autre sur l’autre appareil.',
  tooMany: 'Cela fait beaucoup d’essais. Attends une minute.',
  noAnswer: 'Le serveur ne répond pas. Réessaie dans un instant.',
  keepsNothing: 'Ce navigateur ne garde rien : tu ne peux pas y continuer.',
} satisfies MoreWords['devices']
