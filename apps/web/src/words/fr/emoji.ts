import type { MoreWords } from '../en-more.ts'

export const emoji: MoreWords['emoji'] = {
  title: 'Émojis',
  search: 'Chercher un émoji',
  headings: {
    recent: 'Utilisés récemment',
    smileys: 'Visages',
    people: 'Personnes',
    animals: 'Animaux et nature',
    food: 'Manger et boire',
    travel: 'Voyages et lieux',
    activities: 'Activités',
    objects: 'Objets',
    symbols: 'Symboles',
    flags: 'Drapeaux',
  },
  groups: 'Groupes',
  nothing: 'Rien de tel. Essaie un autre mot.',
  unavailable: 'Les émojis n’ont pas pu être chargés.',
  tryAgain: 'Réessayer',
  tone: 'Couleur de peau',
  tones: ['Jaune', 'Claire', 'Assez claire', 'Moyenne', 'Assez foncée', 'Foncée'],
}
