import type { MoreWords } from '../en-more.ts'

export const ways = {
  locked: 'مقفلة',
  lockedMeans: 'لا يدخل أحد جديد، ولا يعود من أُخرج.',
  capacity: 'أقصى عدد للأعضاء',
  capacityMeans: 'من يأتي بعد ذلك يُخبَر بأن الغرفة ممتلئة. الأعضاء يعودون دائمًا.',
  noCapacity: 'بلا حد',
} satisfies MoreWords['ways']
