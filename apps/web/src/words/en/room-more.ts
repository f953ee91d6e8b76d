import { plural } from './plural.ts'

export const room = {
  toStart: 'Back to the start',
  tooManyTitle: 'Too many rooms at once',
  tooMany: 'This tab is in as many rooms as it may be. Load the page again, then open this room first.',
  bannedTitle: 'You were put out of this room for good',
  banned: 'Those who look after this room decided so. You cannot come in again.',
  removedTitle: 'You were removed from this room',
  removed: 'Those who look after it put you out. With the code you can ask to come in again.',
  refusedTitle: 'This room did not let you in',
  refused: 'It may be gone, or the server no longer knows you here. With its code you can ask again.',
  unsent: (count: number) => plural(count, { one: 'One text was not sent', other: '# texts were not sent' }),
  enterWithCode: 'Enter with the code',
  removedLabel: 'Removed from this room',
  removedFoot: 'You can read what was said until then. Nothing new comes here.',
  joinAgain: 'Join again',
  titleLabel: 'Room title',
  titlePlaceholder: 'What is this room about?',
  titleOffline: 'No connection. Try again in a moment.',
  titleRefused: 'The server did not take this title.',
}
