import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const room = {
  toStart: 'العودة إلى البداية',
  tooManyTitle: 'غرف كثيرة في وقت واحد',
  tooMany: 'لا تتسع علامة التبويب هذه لغرف أخرى. أعد تحميل الصفحة، ثم افتح هذه الغرفة أولًا.',
  bannedTitle: 'أُخرجت من هذه الغرفة نهائيًا',
  banned: 'هكذا قرر من يعتنون بهذه الغرفة. لا يمكنك الدخول مرة أخرى.',
  removedTitle: 'أُخرجت من هذه الغرفة',
  removed: 'أخرجك من يعتنون بالغرفة. يمكنك بالرمز أن تطلب الدخول من جديد.',
  refusedTitle: 'لم تسمح لك هذه الغرفة بالدخول',
  refused: 'ربما لم تعد موجودة، أو لم يعد الخادم يعرفك هنا. يمكنك برمزها أن تطلب من جديد.',
  unsent: (count) =>
    plural(count, {
      zero: 'أُرسلت كل النصوص',
      one: 'نص واحد لم يُرسل',
      two: 'نصان لم يُرسلا',
      few: '# نصوص لم تُرسل',
      many: '# نصًا لم تُرسل',
      other: '# نص لم تُرسل',
    }),
  enterWithCode: 'الدخول بالرمز',
  removedLabel: 'خارج هذه الغرفة',
  removedFoot: 'يمكنك قراءة ما قيل حتى ذلك الحين. لن يصل شيء جديد إلى هنا.',
  joinAgain: 'الانضمام من جديد',
  titleLabel: 'عنوان الغرفة',
  titlePlaceholder: 'عمّ تدور هذه الغرفة؟',
  titleOffline: 'لا يوجد اتصال. حاول مرة أخرى بعد قليل.',
  titleRefused: 'لم يقبل الخادم هذا العنوان.',
} satisfies MoreWords['room']
