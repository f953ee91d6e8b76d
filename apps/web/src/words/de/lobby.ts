import type { Words } from '../en.ts'

export const lobby = {
  name: 'Name',
  useName: (name) => `${name} nehmen`,

  invited: 'Du bist eingeladen in den Raum',
  nameHint: 'So sehen dich die anderen.',
  enter: 'Eintreten',
  otherRoom: 'Nicht dieser Raum? Zur Startseite',
  noRoomTitle: 'Kein Raum',
  enterTitle: (code) => `${code} betreten`,

  home: 'Confab, Startseite',
} satisfies Words['lobby']
