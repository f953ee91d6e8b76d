import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'Copier le lien',
  copyLinkShort: 'Copier le lien',
  linkCopied: 'Lien copié',
  allRooms: 'Tous les salons',
  share: 'Partager',
  search: 'Rechercher',
  notifications: 'Notifications',
  changeTitle: 'Changer le titre',
  here: (count) => plural(count, { one: '# ici', other: '# ici' }),
  others: (count) => plural(count, { one: '# autre', other: '# autres' }),
  nothingKept:
    'Rien de ce salon n’est encore gardé ici. Il s’ouvrira de lui-même dès qu’il y aura une connexion.',
  loading: 'Chargement du salon',

  message: (room) => `Message à ${room}`,
  writeSomething: 'Écris quelque chose',
} satisfies Words['room']
