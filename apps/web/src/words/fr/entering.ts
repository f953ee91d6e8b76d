import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const entering = {
  nameMissing: 'Écris le nom que les autres verront.',
  nameTooLong: (max) =>
    plural(max, {
      one: 'Un nom a au plus # caractère. Raccourcis-le un peu.',
      other: 'Un nom a au plus # caractères. Raccourcis-le un peu.',
    }),
  codeMissing: 'Écris le code du salon, ou crée un salon à toi.',
  codeUnreadable: 'Un code de salon a dix lettres et chiffres. Vérifie-le, ou colle le lien entier.',
  invalid: 'Le serveur n’a pas compris cette page. Recharge-la, puis réessaie.',
  forbidden: 'Tu ne peux pas entrer dans ce salon. Demande à qui t’a donné le code.',
  removed: 'Tu ne fais plus partie de ce salon. Avec son code, tu peux y entrer de nouveau.',
  banned: 'Tu ne peux plus entrer dans ce salon.',
  locked: 'Ce salon n’accueille personne pour l’instant.',
  full: 'Ce salon est complet.',
  notFound: 'Aucun salon n’a ce code. Vérifie-le, ou redemande le lien.',
  nameUnusable: 'Ce nom ne convient pas. Prends les lettres d’un seul alphabet, sans caractères cachés.',
  nameTaken: (name) =>
    `Quelqu’un s’appelle déjà ${name} dans ce salon, ou porte un nom qui y ressemble. Prends-en un autre.`,
  failed: 'Cela n’a pas marché. Réessaie.',
  tooManyRooms: 'Cet onglet ne peut pas contenir plus de salons. Ouvre un nouvel onglet et entre là.',
  rateLimited: (wait) => `Trop d’essais. Attends ${wait}, puis réessaie.`,
  busy: 'Le serveur est débordé. Réessaie dans un instant.',
  unavailable: 'Le serveur ne répond pas. Vérifie ta connexion, puis réessaie.',
  draining: 'Le serveur redémarre. Réessaie dans un instant.',
  unknown: 'Le serveur a refusé. Recharge cette page, puis réessaie.',
} satisfies Words['entering']
