import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ways = {
  who: 'Qui peut entrer',
  ways: {
    open: 'Quiconque a le code',
    password: 'Quiconque connaît un mot de passe',
    knock: 'Qui on laisse entrer',
    closed: 'Personne de nouveau',
  },
  waysMean: {
    open: 'Le lien ou le code suffit.',
    password: 'On ne le demande qu’aux nouveaux, jamais aux membres.',
    knock: 'Les nouveaux attendent que quelqu’un qui veille sur le salon ouvre.',
    closed: 'Les membres reviennent. Ceux qui ont été retirés, non.',
  },
  password: 'Mot de passe du salon',
  passwordHint: 'Au moins 8 caractères. Personne ne pourra le relire.',
  passwordUnfit: 'Un mot de passe a de 8 à 128 caractères.',
  setPassword: 'Définir le mot de passe',
  newPassword: 'Autre mot de passe',
  passwordIsSet: 'C’est fait. Donne-le à ceux qui doivent venir.',
  passwordAsked: 'La personne qui t’a donné le code le connaît.',
  passwordWrong: 'Ce salon demande un mot de passe, et ce n’est pas celui-là.',

  creationKey: 'Clé de ce serveur',
  creationKeyAsked: 'Ici, les salons sont créés par qui a reçu une clé des responsables de ce serveur.',
  creationKeyWrong: 'Ce n’est pas une clé de ce serveur. Ses responsables en donnent une.',

  knockTitle: 'Quelqu’un doit te laisser entrer',
  knockMeans: (name) =>
    `Ceux qui veillent sur ce salon verront que ${name} demande à entrer, et ouvriront dès qu’ils pourront.`,
  askIn: 'Demander à entrer',
  anotherName: 'Prendre un autre nom',
  waitTitle: 'La demande est faite',
  waitMeans: (name) =>
    `${name} attend à la porte. Laisse cette page ouverte : dès que quelqu’un ouvre, tu y es.`,
  withdraw: 'Ne plus attendre',
  overTitle: 'Personne n’a encore ouvert',
  overMeans: 'Peut-être n’y a-t-il personne. Redemande, ou vois avec qui t’a donné le code.',
  askAgain: 'Redemander',

  knocking: 'Qui demande à entrer',
  asksIn: (name) => `${name} demande à entrer`,
  moreAsk: (count) => plural(count, { one: '# autre demande', other: '# autres demandes' }),
  letIn: 'Laisser entrer',
  notNow: 'Pas maintenant',
  notNowAll: 'Personne pour l’instant',

  guard: 'Protéger le salon une heure',
  guardMeans: 'Contre une invasion : les nouveaux frappent, et tu vois qui vient. Cela finit tout seul.',
  guardedUntil: (time) => `Protégé jusqu’à ${time} : les nouveaux frappent.`,
  cleanUp: 'Faire le ménage…',
  cleanUpSince: 'Qui est venu depuis',
  cleanUpMeans:
    'Tous ceux qui sont venus depuis sont mis dehors d’un coup et y restent. Ceux qui veillent sur le salon restent, et tu peux revenir en arrière.',
  minutesAgo: (count) => plural(count, { one: 'il y a # minute', other: 'il y a # minutes' }),
  cleanUpMessages: 'Supprimer aussi ce qu’ils ont écrit',
  cleanUpNow: 'Les mettre dehors',
  cleanedUp: 'Ils sont dehors.',
  undo: 'Annuler',
  undone: 'Ils peuvent revenir.',

  changeCode: 'Donner un autre code au salon',
  changeCodeMeans:
    'Le code et tous les liens qui le contiennent ne mèneront plus nulle part. Ceux qui sont dans le salon y restent et le retrouvent comme avant.',
  changeCodeNow: 'Autre code',

  capacity: 'Membres au plus',
  capacityMeans: 'Au-delà, on apprend que le salon est complet. Les membres reviennent toujours.',
  noCapacity: 'Sans limite',

  slow: 'Mode lent',
  slowMeans: 'Un membre attend ce temps entre deux messages. Ceux qui veillent sur le salon n’attendent pas.',
  slowOff: 'Désactivé',
  slowHere: (time: string) => `Mode lent : ${time} entre deux messages.`,
  slowAgain: (time: string) => `Tu pourras écrire à nouveau dans ${time}.`,
  slowSends: (time: string) => `Ton message partira tout seul dans ${time}.`,

  newcomers: 'Les nouveaux lisent',
  newcomersMeans: 'De ce qui a été dit avant leur arrivée. Ceux qui sont déjà là gardent ce qu’ils ont.',
  newcomersAll: 'Tout',
  newcomersNothing: 'Ce qui se dit ensuite',
  newcomersLast: (count) => plural(count, { one: 'Le dernier message', other: 'Les # derniers messages' }),
  kept: 'Les messages sont gardés',
  keptMeans:
    'Les plus anciens sont supprimés pour tout le monde, avec leurs fichiers et tout ce qui va avec.',
  forEver: 'Pour toujours',
  keptShorter: (time) =>
    `Tout ce qui a plus de ${time} est supprimé en deux minutes, y compris ce qui a déjà été dit. Personne ne peut le rétablir.`,
  keepFor: (time) => `Garder ${time}`,
} satisfies MoreWords['ways']
