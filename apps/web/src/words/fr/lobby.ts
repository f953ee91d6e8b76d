import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Dis un code,\net parle.',
  lead: 'Un salon pour tous ceux qui ont son code. Pas de compte, rien à installer, et rien de ce que tu dis ne se perd.',
  name: 'Nom',
  roomCode: 'Code du salon',
  codeHint: 'Ou colle le lien que tu as reçu.',
  join: 'Rejoindre un salon',
  or: 'ou',
  create: 'Créer un salon',
  useName: (name) => `Prendre ${name}`,

  invited: 'Tu es invité·e dans le salon',
  nameHint: 'C’est ainsi que les autres te voient.',
  enter: 'Entrer',
  otherRoom: 'Pas ce salon ? Aller à la page d’accueil',
  noRoomTitle: 'Aucun salon ici',
  enterTitle: (code) => `Entrer dans ${code}`,

  home: 'Confab, page d’accueil',

  yourRooms: 'Tes salons',
  draft: 'Brouillon',
  you: 'Toi',
  nothingSaid: 'Rien n’a encore été dit',
  unread: (count) => plural(count, { one: '# message non lu', other: '# messages non lus' }),
  unreadMany: (count) =>
    plural(count, { one: 'plus de # message non lu', other: 'plus de # messages non lus' }),
  forget: (room) => `Oublier ${room}`,
  forgotten: (room) => `${room} n’est plus dans la liste.`,
  undo: 'Annuler',

  account: 'Compte',
  keepingLink: 'Où restent tes paroles',
  openSource: 'Logiciel libre. Tourne sur une machine à toi.',
} satisfies Words['lobby']
