import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const completion = {
  person: 'Leute',
  emoji: 'Emoji',
  room: 'Räume',
  here: 'da',
  count: (count) => plural(count, { one: '# Vorschlag', other: '# Vorschläge' }),
} satisfies MoreWords['completion']
