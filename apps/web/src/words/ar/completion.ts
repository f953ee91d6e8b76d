import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const completion = {
  person: 'أشخاص',
  emoji: 'رموز تعبيرية',
  room: 'غرف',
  here: 'هنا',
  count: (count) =>
    plural(count, {
      zero: 'لا اقتراحات',
      one: 'اقتراح واحد',
      two: 'اقتراحان',
      few: '# اقتراحات',
      many: '# اقتراحًا',
      other: '# اقتراح',
    }),
} satisfies MoreWords['completion']
