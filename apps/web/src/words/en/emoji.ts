export const emoji = {
  title: 'Emoji',
  search: 'Search emoji',
  headings: {
    recent: 'Used lately',
    smileys: 'Smileys',
    people: 'People',
    animals: 'Animals and nature',
    food: 'Food and drink',
    travel: 'Travel and places',
    activities: 'Activities',
    objects: 'Objects',
    symbols: 'Symbols',
    flags: 'Flags',
  },
  groups: 'Groups',
  nothing: 'Nothing like that. Try another word.',
  unavailable: 'The emoji could not be loaded.',
  tryAgain: 'Try again',
  tone: 'Skin tone',
  /** From none to dark, in the order of `TONES`. */
  tones: ['Yellow', 'Light', 'Medium light', 'Medium', 'Medium dark', 'Dark'],
}
