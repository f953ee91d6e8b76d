import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newSince: (count, time) => `الجديد منذ ${time}: ${count}`,
  newHere: (count) => `الجديد: ${count}`,
  jumpUp: 'إلى الأعلى',
  dismiss: 'إخفاء',
  away: 'أثناء غيابك',
  messages: (count) =>
    plural(count, {
      zero: 'لا رسائل',
      one: 'رسالة واحدة',
      two: 'رسالتان',
      few: '# رسائل',
      many: '# رسالة',
      other: '# رسالة',
    }),
  messagesMany: (count) => `${count} رسالة`,
  from: (messages, names) => `${messages} من ${names}`,
  others: (count) =>
    plural(count, {
      zero: 'لا أحد غيرهم',
      one: 'شخص آخر',
      two: 'شخصان آخران',
      few: '# آخرون',
      many: '# آخرون',
      other: '# آخرون',
    }),
  mentions: (count) =>
    plural(count, {
      zero: 'لم يذكرك أحد',
      one: 'رسالة واحدة تذكرك',
      two: 'رسالتان تذكرانك',
      few: '# رسائل تذكرك',
      many: '# رسالة تذكرك',
      other: '# رسالة تذكرك',
    }),
  pinned: (count) =>
    plural(count, {
      zero: 'لم يُثبَّت شيء',
      one: 'ثُبِّتت رسالة',
      two: 'ثُبِّتت رسالتان',
      few: 'ثُبِّتت # رسائل',
      many: 'ثُبِّتت # رسالة',
      other: 'ثُبِّتت # رسالة',
    }),
  renamed: (name) => `اسم الغرفة الآن ${name}`,
  toFirstNew: 'إلى أول رسالة جديدة',

  jumpToDate: 'الانتقال إلى تاريخ',
  roomStart: 'بداية الغرفة',
  date: 'التاريخ',
  go: 'انتقال',
  notNow: 'يلزم اتصال. أعد المحاولة عندما يعود.',
  pastKept: 'لا تظهر الرسائل السابقة هنا للقادمين الجدد.',
} satisfies MoreWords['reading']
