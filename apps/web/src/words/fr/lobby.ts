import type { Words } from '../en.ts'

export const lobby = {
  name: 'Nom',
  useName: (name) => `Prendre ${name}`,

  invited: 'Tu es invité·e dans le salon',
  nameHint: 'C’est ainsi que les autres te voient.',
  enter: 'Entrer',
  otherRoom: 'Pas ce salon ? Aller à la page d’accueil',
  noRoomTitle: 'Aucun salon ici',
  enterTitle: (code) => `Entrer dans ${code}`,

  home: 'Confab, page d’accueil',
} satisfies Words['lobby']
