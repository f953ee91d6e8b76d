import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'قُل رمزًا،\nوابدأ الحديث.',
  lead: 'غرفة لكل من لديه رمزها. بلا حساب، ولا شيء للتثبيت، ولا يضيع شيء مما تقوله.',
  name: 'الاسم',
  roomCode: 'رمز الغرفة',
  codeHint: 'أو الصق الرابط الذي وصلك.',
  join: 'الانضمام إلى غرفة',
  or: 'أو',
  create: 'إنشاء غرفة',
  useName: (name) => `استخدام ${name}`,

  invited: 'أنت مدعوّ إلى الغرفة',
  nameHint: 'هكذا يراك الآخرون.',
  enter: 'دخول',
  otherRoom: 'ليست هذه الغرفة؟ إلى صفحة البداية',
  noRoomTitle: 'لا توجد غرفة هنا',
  enterTitle: (code) => `دخول ${code}`,

  home: 'Confab، صفحة البداية',

  yourRooms: 'غرفك',
  draft: 'مسودة',
  you: 'أنت',
  nothingSaid: 'لم يُقل شيء بعد',
  unread: (count) =>
    plural(count, {
      zero: 'لا رسائل غير مقروءة',
      one: 'رسالة واحدة غير مقروءة',
      two: 'رسالتان غير مقروءتين',
      few: '# رسائل غير مقروءة',
      many: '# رسالة غير مقروءة',
      other: '# رسالة غير مقروءة',
    }),
  unreadMany: (count) =>
    plural(count, {
      zero: 'رسائل غير مقروءة',
      one: 'أكثر من رسالة غير مقروءة',
      two: 'أكثر من رسالتين غير مقروءتين',
      few: 'أكثر من # رسائل غير مقروءة',
      many: 'أكثر من # رسالة غير مقروءة',
      other: 'أكثر من # رسالة غير مقروءة',
    }),
  forget: (room) => `نسيان ${room}`,
  forgotten: (room) => `لم تعد ${room} في القائمة.`,
  undo: 'تراجع',

  account: 'الحساب',
  keepingLink: 'كيف تُحفظ كلماتك',
  openSource: 'مفتوح المصدر. يعمل على جهاز تملكه.',
} satisfies Words['lobby']
