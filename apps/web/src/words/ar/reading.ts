import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const reading = {
  newCount: (count) =>
    plural(count, {
      zero: 'لا جديد',
      one: 'رسالة جديدة',
      two: 'رسالتان جديدتان',
      few: '# رسائل جديدة',
      many: '# رسالة جديدة',
      other: '# رسالة جديدة',
    }),
  newMany: (count) => `${count} جديدة`,
  toLatest: 'الانتقال إلى الأحدث',
  restored: 'استُعيدت هذه الغرفة من نسخة احتياطية. ما قيل هنا بعد تلك النسخة فُقد.',
  inviteLabel: 'دعوة أشخاص',
  nobodyYet: 'لا أحد غيرك هنا بعد',
  invite: 'أعطِ هذا الرمز أو الرابط لمن تريد. لا يحتاجون إلا إلى متصفح واسم.',
  notSent: (count) =>
    plural(count, {
      zero: 'أُرسل كل شيء',
      one: 'رسالة واحدة لم تُرسل',
      two: 'رسالتان لم تُرسلا',
      few: '# رسائل لم تُرسل',
      many: '# رسالة لم تُرسل',
      other: '# رسالة لم تُرسل',
    }),
  retryAll: 'إعادة محاولة الكل',
  deleteAll: 'حذف الكل',

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
