import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const timeline = {
  conversation: 'Conversation',
  showEarlier: 'Voir plus tôt',
  new: 'Nouveau',
  newCount: (count) => plural(count, { one: '# nouveau', other: '# nouveaux' }),
  newMany: (count) => `${count} nouveaux`,
  toLatest: 'Aller au plus récent',
  restored:
    'Ce salon a été restauré d’une sauvegarde. Ce qui s’est dit ici après cette sauvegarde est perdu.',

  inviteLabel: 'Inviter',
  nobodyYet: 'Personne d’autre n’est encore là',
  invite: 'Donne ce code ou le lien. Il ne faut qu’un navigateur et un nom.',

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
  notSent: (count) => plural(count, { one: '# non envoyé', other: '# non envoyés' }),
  retryAll: 'Tout réessayer',
  deleteAll: 'Tout supprimer',

  onDay: (date) => `le ${date}`,
} satisfies Words['timeline']
