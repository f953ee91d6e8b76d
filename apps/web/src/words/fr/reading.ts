import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newCount: (count) => plural(count, { one: '# nouveau', other: '# nouveaux' }),
  newMany: (count) => `${count} nouveaux`,
  toLatest: 'Aller au plus récent',
  restored:
    'Ce salon a été restauré d’une sauvegarde. Ce qui s’est dit ici après cette sauvegarde est perdu.',
  inviteLabel: 'Inviter',
  nobodyYet: 'Personne d’autre n’est encore là',
  invite: 'Donne ce code ou le lien. Il ne faut qu’un navigateur et un nom.',
  notSent: (count) => plural(count, { one: '# non envoyé', other: '# non envoyés' }),
  retryAll: 'Tout réessayer',
  deleteAll: 'Tout supprimer',

  newSince: (count, time) => `${count} nouveaux depuis ${time}`,
  newHere: (count) => `${count} nouveaux`,
  jumpUp: 'Remonter',
  dismiss: 'Masquer',
  away: 'Pendant ton absence',
  messages: (count) => plural(count, { one: '# message', other: '# messages' }),
  messagesMany: (count) => `${count} messages`,
  from: (messages, names) => `${messages} de ${names}`,
  others: (count) => plural(count, { one: '# autre', other: '# autres' }),
  mentions: (count) => plural(count, { one: '# te mentionne', other: '# te mentionnent' }),
  pinned: (count) => plural(count, { one: '# a été épinglé', other: '# ont été épinglés' }),
  renamed: (name) => `Le salon s’appelle maintenant ${name}`,
  toFirstNew: 'Au premier nouveau',

  jumpToDate: 'Aller à une date',
  roomStart: 'Début du salon',
  date: 'Jour',
  go: 'Aller',
  notNow: 'Il faut une connexion. Réessaie quand elle sera revenue.',
  pastKept: 'Ici, les messages antérieurs ne sont pas montrés aux nouveaux.',
} satisfies MoreWords['reading']
