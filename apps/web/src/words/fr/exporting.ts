import type { MoreWords } from '../en-more.ts'

export const exporting = {
  title: 'Emporter la conversation',
  means: 'Tout ce qui a été dit dans ce salon, en un seul fichier. Ce qui a été supprimé n’y est pas.',
  who: 'Qui peut emporter ce qui a été dit',
  whoMeans: 'Dans un fichier, et pas plus que ce qu’il peut lire ici. Cela vaut aussitôt.',
  whos: { owner: 'Le propriétaire', moderators: 'Propriétaire et modérateurs', members: 'Tous les membres' },
  formats: {
    html: 'Une page, avec ses images',
    markdown: 'Markdown, sans images',
    'json-lines': 'Lignes JSON, pour les programmes',
  },
  start: 'Exporter',
  again: 'Exporter de nouveau',
  coming: 'Laissez ceci ouvert jusqu’à l’enregistrement.',
  waiting: 'La connexion est coupée. La suite viendra d’elle-même.',
  stop: 'Arrêter',
  saved: 'Enregistré :',
  forbidden: 'Vous ne pouvez pas, ou plus, emporter ce salon.',
  gone: 'Le serveur est revenu à un état antérieur. Recommencez.',
  failed: 'Cela n’a pas fonctionné. Réessayez plus tard.',
} satisfies MoreWords['exporting']
