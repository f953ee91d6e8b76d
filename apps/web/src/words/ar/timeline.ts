import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const timeline = {
  conversation: 'المحادثة',
  showEarlier: 'عرض الأقدم',
  new: 'جديد',
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

  joinedMe: 'انضممت إلى الغرفة',
  createdByMe: 'أنشأت هذه الغرفة',
  createdBy: (name) => `أنشأ ${name} هذه الغرفة`,
  beginning: 'هنا تبدأ الغرفة',
  wasRemoved: (name) => `أُخرج ${name} من الغرفة`,
  joined: (names) => `انضم ${names}`,
  left: (names) => `غادر ${names}`,
  countLeft: (count) =>
    plural(count, {
      zero: 'لم يغادر أحد',
      one: 'غادر شخص واحد',
      two: 'غادر شخصان',
      few: 'غادر # أشخاص',
      many: 'غادر # شخصًا',
      other: 'غادر # شخص',
    }),
  andThen: (first, second) => `${first}، ${second}`,
  joinedList: (names) => `انضم: ${names}`,
  leftList: (names) => `غادر: ${names}`,

  onItsWay: 'في الطريق',
  waiting: 'في انتظار الاتصال',
  edit: 'تعديل',
  delete: 'حذف',
  retry: 'إعادة المحاولة',
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

  onDay: (date) => `في ${date}`,
} satisfies Words['timeline']
