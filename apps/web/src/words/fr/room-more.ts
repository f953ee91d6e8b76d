import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const room = {
  toStart: 'Retour à l’accueil',
  tooManyTitle: 'Trop de salons à la fois',
  tooMany: 'Cet onglet ne peut pas avoir plus de salons. Recharge la page, puis ouvre ce salon en premier.',
  bannedTitle: 'Tu as été exclu de ce salon pour de bon',
  banned: 'Ceux qui veillent sur ce salon en ont décidé ainsi. Tu ne peux pas y revenir.',
  removedTitle: 'On t’a retiré de ce salon',
  removed: 'Ceux qui veillent sur lui t’ont fait sortir. Avec le code, tu peux demander à revenir.',
  refusedTitle: 'Ce salon ne t’a pas laissé entrer',
  refused:
    'Il n’existe peut-être plus, ou le serveur ne te reconnaît plus ici. Avec son code, tu peux redemander.',
  unsent: (count) =>
    plural(count, { one: 'Un texte n’a pas été envoyé', other: '# textes n’ont pas été envoyés' }),
  enterWithCode: 'Entrer avec le code',
  removedLabel: 'Retiré de ce salon',
  removedFoot: 'Tu peux lire ce qui a été dit jusque-là. Rien de nouveau n’arrive ici.',
  joinAgain: 'Rejoindre de nouveau',
  titleLabel: 'Titre du salon',
  titlePlaceholder: 'De quoi parle ce salon ?',
  titleOffline: 'Pas de connexion. Réessaie dans un instant.',
  titleRefused: 'Le serveur n’a pas accepté ce titre.',
} satisfies MoreWords['room']
