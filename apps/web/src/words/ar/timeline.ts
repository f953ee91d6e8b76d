import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const timeline = {
  conversation: 'المحادثة',
  showEarlier: 'عرض الأقدم',
  new: 'جديد',
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
  onDay: (date) => `في ${date}`,
} satisfies Words['timeline']
