import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const messages = {
  react: 'إضافة تفاعل',
  reply: 'رد',
  more: 'المزيد',
  tools: 'ما يمكن فعله بهذه الرسالة',
  edited: 'معدّلة',
  editedWhen: (when) => `عُدّلت ${when}. عرض ما كان مكتوبًا`,
  deleted: 'حُذفت الرسالة',
  deletedBy: (name) => `حذف ${name} الرسالة`,
  originalDeleted: 'حُذفت الرسالة الأصلية',
  toOriginal: 'الانتقال إلى الأصل',
  replyingTo: (name) => `رد على ${name}`,
  dropReply: 'إلغاء الرد',
  reactWith: (emoji) => `التفاعل بـ ${emoji}`,
  reactedWith: (names, emoji) => `${names}: ${emoji}`,
  somebody: 'شخص ما',
  others: (count) =>
    plural(count, {
      zero: 'لا أحد غيرهم',
      one: 'شخص آخر',
      two: 'شخصان آخران',
      few: '# آخرون',
      many: '# آخرون',
      other: '# آخرون',
    }),
  pinned: (count) =>
    plural(count, {
      zero: 'لا شيء مثبت',
      one: 'رسالة مثبتة',
      two: 'رسالتان مثبتتان',
      few: '# رسائل مثبتة',
      many: '# رسالة مثبتة',
      other: '# رسالة مثبتة',
    }),
} satisfies Words['messages']
