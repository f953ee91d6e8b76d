import type { MoreWords } from '../en-more.ts'

export const emoji: MoreWords['emoji'] = {
  title: 'Emoji',
  search: 'Emoji suchen',
  headings: {
    recent: 'Zuletzt benutzt',
    smileys: 'Smileys',
    people: 'Menschen',
    animals: 'Tiere und Natur',
    food: 'Essen und Trinken',
    travel: 'Reisen und Orte',
    activities: 'Freizeit',
    objects: 'Dinge',
    symbols: 'Zeichen',
    flags: 'Flaggen',
  },
  groups: 'Gruppen',
  nothing: 'Nichts dergleichen. Versuche ein anderes Wort.',
  unavailable: 'Die Emoji ließen sich nicht laden.',
  tryAgain: 'Noch einmal',
  tone: 'Hautton',
  tones: ['Gelb', 'Hell', 'Mittelhell', 'Mittel', 'Mitteldunkel', 'Dunkel'],
}
