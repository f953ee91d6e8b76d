import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const people = {
  who: 'Qui est là',
  people: 'Personnes',
  hereNow: 'Ici en ce moment',
  hereNowCount: (count) => `Ici en ce moment · ${count}`,
  peopleHere: (count) => plural(count, { one: 'personne ici', other: 'personnes ici' }),
  seenOnceConnected: 'Visible dès qu’il y aura une connexion.',
  you: 'toi',
  owner: 'hôte',
  changeName: 'changer de nom',
  more: (count) => plural(count, { one: 'et # autre', other: 'et # autres' }),
  incomplete: 'Cette liste est peut-être incomplète en ce moment.',

  rooms: 'Salons',
  anotherRoom: 'Un autre salon',
  youWereRemoved: 'On t’a retiré',
  notConnected: 'Pas de connexion',
  countHere: (count) => plural(count, { one: '# personne ici', other: '# personnes ici' }),
  onlyYou: 'Il n’y a que toi ici',
  youAreHere: 'Tu es ici',
  unread: (count) => plural(count, { one: '# non lu', other: '# non lus' }),
  changeYourName: 'Changer de nom',
} satisfies Words['people']
