import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'نسخ الرابط',
  copyLinkShort: 'نسخ الرابط',
  linkCopied: 'نُسخ الرابط',
  allRooms: 'كل الغرف',
  share: 'مشاركة',
  search: 'بحث',
  notifications: 'الإشعارات',
  changeTitle: 'تغيير العنوان',
  here: (count) =>
    plural(count, {
      zero: 'لا أحد هنا',
      one: 'شخص واحد هنا',
      two: 'شخصان هنا',
      few: '# أشخاص هنا',
      many: '# شخصًا هنا',
      other: '# شخص هنا',
    }),
  others: (count) =>
    plural(count, {
      zero: 'لا أحد غيرهم',
      one: 'شخص آخر',
      two: 'شخصان آخران',
      few: '# آخرون',
      many: '# آخرون',
      other: '# آخرون',
    }),
  nothingKept: 'لم يُحفظ شيء من هذه الغرفة هنا بعد. ستُفتح وحدها حين يعود الاتصال.',
  loading: 'يجري تحميل الغرفة',

  message: (room) => `رسالة إلى ${room}`,
  writeSomething: 'اكتب شيئًا',
} satisfies Words['room']
