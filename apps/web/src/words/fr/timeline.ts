import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const timeline = {
  conversation: 'Conversation',
  showEarlier: 'Voir plus tôt',
  new: 'Nouveau',
  joinedMe: 'Tu as rejoint le salon',
  createdByMe: 'Tu as créé ce salon',
  createdBy: (name) => `${name} a créé ce salon`,
  beginning: 'Ici commence le salon',
  wasRemoved: (name) => `${name} ne fait plus partie du salon`,
  joined: (names, count) => choose(count, { one: `${names} est là`, other: `${names} sont là` }),
  left: (names, count) => choose(count, { one: `${names} a quitté`, other: `${names} ont quitté` }),
  countLeft: (count) => plural(count, { one: '# a quitté', other: '# ont quitté' }),
  andThen: (first, second) => `${first}, ${second}`,
  joinedList: (names) => `Arrivés : ${names}`,
  leftList: (names) => `Partis : ${names}`,

  onItsWay: 'En chemin',
  waiting: 'En attente de connexion',
  edit: 'Modifier',
  delete: 'Supprimer',
  retry: 'Réessayer',
  onDay: (date) => `le ${date}`,
} satisfies Words['timeline']
