import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const sendingFiles = {
  attach: 'Joindre des fichiers',
  off: 'Ce serveur n’accepte pas de fichiers',
  drop: 'Déposez les fichiers pour les ajouter',
  list: 'Fichiers à envoyer',
  remove: (name) => `Retirer ${name}`,
  added: (count) => plural(count, { one: '# fichier ajouté', other: '# fichiers ajoutés' }),
  notKept:
    'Il n’y a plus de place dans ce navigateur : ils seront perdus si vous fermez cette page avant leur envoi.',

  tooLarge: (name, size) => `${name} est trop volumineux. La limite est de ${size}.`,
  empty: (name) => `${name} est vide.`,
  tooMany: (count) =>
    plural(count, {
      one: 'Un message accepte # fichier.',
      other: 'Un message accepte # fichiers.',
    }),
  folder: (name) => `${name} est un dossier. Regroupez-le d’abord en un seul fichier.`,

  waiting: 'En attente',
  progressOf: (name) => `Envoi de ${name}`,
  cancel: (name) => `Ne pas envoyer ${name}`,
  sending: (count) =>
    plural(count, {
      one: 'Envoi de # fichier',
      other: 'Envoi de # fichiers',
    }),
  sent: (count) => plural(count, { one: '# fichier envoyé', other: '# fichiers envoyés' }),
  notTaken: (name) => `${name} n’a pas été envoyé`,
  refused: {
    forbidden: 'Vous ne pouvez pas envoyer de fichiers ici.',
    gone: 'L’envoi a pris trop de temps.',
    'too-large': 'Trop volumineux pour ce serveur.',
    'type-refused': 'Ce type de fichier n’est pas accepté ici.',
    unreadable: 'Cette image est illisible.',
    'too-many-pixels': 'Cette image a trop de pixels.',
    'uploads-off': 'Ce serveur n’accepte pas de fichiers.',
    'your-space-full': 'Votre espace pour les fichiers est plein.',
    'room-space-full': 'L’espace de ce salon pour les fichiers est plein.',
    'server-space-full': 'L’espace de ce serveur pour les fichiers est plein.',
    'unreadable-here': 'Ce navigateur ne l’a plus. Ajoutez-le de nouveau.',
    other: 'Le serveur ne l’a pas accepté.',
  },
} satisfies MoreWords['sendingFiles']
