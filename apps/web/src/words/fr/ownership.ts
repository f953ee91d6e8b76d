import type { ownership as english } from '../en/ownership.ts'

export const ownership: typeof english = {
  title: 'Code de secours du propriétaire',
  means: 'Pour toi, si tu perds tous tes appareils : le salon appartient à qui s’y trouve et donne ce code.',
  meansAnother: 'Il y en a un. Un autre prend sa place, et l’ancien ne vaut plus rien.',
  make: 'Créer un code',
  makeAnother: 'En créer un autre',
  writeDown: 'Note-le maintenant : il ne sera plus affiché. Il sert une fois.',
  copy: 'Copier',
  copied: 'Copié',
  code: 'Ce salon est à moi',
  codeMeans: 'Avec le code de secours que son propriétaire a noté. Il sert une fois.',
  take: 'Reprendre le salon',
  taken: 'Le salon est à toi. Son ancien propriétaire s’en occupe avec toi.',
  failed: 'Cela n’a pas marché. Vérifie ta connexion, puis réessaie.',
  refused: {
    'not-found': 'Ce n’est pas le code de secours de ce salon, ou plus maintenant.',
    'rate-limited': 'Trop d’essais. Attends un peu, puis réessaie.',
  },
}
