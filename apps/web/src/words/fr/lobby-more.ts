import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Dis un code,\net parle.',
  lead: 'Un salon pour tous ceux qui ont son code. Pas de compte, rien à installer, et rien de ce que tu dis ne se perd.',
  roomCode: 'Code du salon',
  codeHint: 'Ou colle le lien que tu as reçu.',
  join: 'Rejoindre un salon',
  or: 'ou',
  create: 'Créer un salon',
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
