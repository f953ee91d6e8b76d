import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const lobby = {
  terms: 'Conditions',
  contact: 'Nous contacter',
  noRoom: 'Il n’y a pas de salon ici',
  nothingOpens: (code) => `Rien ne s’ouvre avec le code ${code}. Demande à qui te l’a envoyé de vérifier.`,
  linkWithoutCode:
    'Ce lien ne contient pas de code de salon. Demande le code à qui te l’a envoyé : dix lettres et chiffres.',
  toStart: 'Vers la page d’accueil',
  forgetTitle: (room) => `Oublier ${room} ?`,
  forgetLoses: (losses) =>
    `Cela efface ${losses}. Ce qui a été dit dans le salon y reste, et son code l’ouvre toujours.`,
  losesDraft: 'ton brouillon inachevé',
  losesPosts: (count) =>
    plural(count, { one: 'un message pas encore envoyé', other: '# messages pas encore envoyés' }),
  keepIt: 'Garder',
  forgetIt: 'Oublier',
  renameTitle: 'Changer ton nom',
  renameHint: 'Pour ce salon. Ce que tu as déjà dit garde le nom d’alors.',
  rename: 'Changer de nom',
  keepsNothing:
    'Ce navigateur ne garde rien pour cette page. Ton nom et tes salons seront oubliés quand tu la fermeras.',
  keepingTitle: 'Où restent tes paroles',
  keeping: [
    {
      where: 'Sur le serveur.',
      how: 'Chaque message est sur son disque avant que quiconque l’apprenne, même qui l’a écrit. Qui gère le serveur peut lire ce qui y est gardé.',
    },
    {
      where: 'Dans le salon.',
      how: 'Quiconque a le code peut entrer et lire ce qui a été dit avant. Il n’y a pas de liste des salons, et un code est bien trop long pour être deviné.',
    },
    {
      where: 'Dans ce navigateur.',
      how: 'Ton nom, tes salons et leurs derniers messages, les brouillons, et les messages encore en chemin. Ceux-ci partent d’eux-mêmes quand le réseau revient.',
    },
    { where: 'Nulle part ailleurs.', how: 'Pas de compte, pas de cookies, personne qui compte les visites.' },
  ],
} satisfies MoreWords['lobby']
