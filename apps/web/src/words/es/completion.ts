import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const completion = {
  person: 'Personas',
  emoji: 'Emojis',
  room: 'Salas',
  here: 'aquí',
  count: (count) => plural(count, { one: '# sugerencia', other: '# sugerencias' }),
} satisfies MoreWords['completion']
