import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const completion = {
  person: '人',
  emoji: '絵文字',
  room: '部屋',
  here: '在室',
  count: (count) => plural(count, { other: '候補#件' }),
} satisfies MoreWords['completion']
