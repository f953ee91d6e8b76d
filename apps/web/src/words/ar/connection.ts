import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const connection = {
  takenOver: 'فُتحت علامة التبويب هذه في مكان آخر، وتولّت الأخرى الأمر.',
  takeOver: 'استخدام هذه',
  signedOut: 'انتهت جلستك هنا. ابدأ من جديد، وعُد إلى غرفك برموزها.',
  startAnew: 'البدء من جديد',
  notLetIn: 'لا يسمح هذا الخادم بدخول الصفحات من هنا.',
  renewed: 'جُدّد Confab على الخادم. أعد تحميل هذه الصفحة للمتابعة.',
  ended: 'أنهى الخادم الاتصال.',
  reload: 'إعادة التحميل',
  tryNow: 'المحاولة الآن',

  lobbyOffline: 'أنت غير متصل. يمكنك قراءة غرفك؛ أما الانضمام فيحتاج إلى الشبكة.',
  unreachable: 'تعذّر الوصول إلى الخادم. يواصل Confab المحاولة.',
  unreachableOrRefusing:
    'تعذّر الوصول إلى الخادم، أو أنه لا يسمح بدخول الصفحات من هنا. يواصل Confab المحاولة.',

  offline: 'غير متصل',
  reconnecting: 'تجري إعادة الاتصال',
  reconnectingNow: 'تجري إعادة الاتصال…',
  reconnectingIn: (wait) => `إعادة الاتصال بعد ${wait}`,
  catchingUp: 'يجري جلب ما فات…',
  waiting: (count) =>
    plural(count, {
      zero: 'لا رسائل تنتظر',
      one: 'رسالة واحدة تنتظر',
      two: 'رسالتان تنتظران',
      few: '# رسائل تنتظر',
      many: '# رسالة تنتظر',
      other: '# رسالة تنتظر',
    }),
  mustStay: 'لا يحفظ هذا المتصفح شيئًا: اترك علامة التبويب مفتوحة حتى ذلك الحين.',
} satisfies MoreWords['connection']
