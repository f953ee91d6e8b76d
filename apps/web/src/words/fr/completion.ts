import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const completion = {
  person: 'Personnes',
  emoji: 'Émojis',
  room: 'Salons',
  here: 'ici',
  count: (count) => plural(count, { one: '# proposition', other: '# propositions' }),
} satisfies MoreWords['completion']
