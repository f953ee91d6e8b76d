import { plural } from './plural.ts'

export const completion = {
  person: 'People',
  emoji: 'Emoji',
  room: 'Rooms',
  here: 'here',
  count: (count: number) => plural(count, { one: '# suggestion', other: '# suggestions' }),
}
