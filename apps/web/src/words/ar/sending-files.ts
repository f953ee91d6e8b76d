import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const sendingFiles = {
  attach: 'إرفاق ملفات',
  off: 'هذا الخادم لا يقبل الملفات',
  drop: 'أفلت الملفات لإضافتها',
  list: 'ملفات للإرسال',
  remove: (name) => `إزالة ${name}`,
  added: (count) =>
    plural(count, {
      zero: 'لم يُضف أي ملف',
      one: 'أُضيف ملف واحد',
      two: 'أُضيف ملفان',
      few: 'أُضيفت # ملفات',
      many: 'أُضيف # ملفًا',
      other: 'أُضيف # ملف',
    }),
  notKept: 'لم تبق مساحة في هذا المتصفح: ستضيع إذا أغلقت هذه الصفحة قبل إرسالها.',

  tooLarge: (name, size) => `${name} كبير جدًا. الحد هو ${size}.`,
  empty: (name) => `${name} فارغ.`,
  tooMany: (count) =>
    plural(count, {
      zero: 'لا تتسع الرسالة لأي ملف.',
      one: 'تتسع الرسالة لملف واحد.',
      two: 'تتسع الرسالة لملفين.',
      few: 'تتسع الرسالة لـ # ملفات.',
      many: 'تتسع الرسالة لـ # ملفًا.',
      other: 'تتسع الرسالة لـ # ملف.',
    }),
  folder: (name) => `${name} مجلد. اجمعه في ملف واحد أولًا.`,

  waiting: 'في الانتظار',
  progressOf: (name) => `جارٍ إرسال ${name}`,
  cancel: (name) => `عدم إرسال ${name}`,
  sending: (count) =>
    plural(count, {
      zero: 'لا ملفات للإرسال',
      one: 'جارٍ إرسال ملف واحد',
      two: 'جارٍ إرسال ملفين',
      few: 'جارٍ إرسال # ملفات',
      many: 'جارٍ إرسال # ملفًا',
      other: 'جارٍ إرسال # ملف',
    }),
  sent: (count) =>
    plural(count, {
      zero: 'لم يُرسل أي ملف',
      one: 'أُرسل ملف واحد',
      two: 'أُرسل ملفان',
      few: 'أُرسلت # ملفات',
      many: 'أُرسل # ملفًا',
      other: 'أُرسل # ملف',
    }),
  notTaken: (name) => `لم يُرسل ${name}`,
  refused: {
    forbidden: 'لا يمكنك إرسال ملفات هنا.',
    gone: 'استغرق الإرسال وقتًا أطول من اللازم.',
    'too-large': 'كبير جدًا على هذا الخادم.',
    'type-refused': 'هذا النوع من الملفات غير مقبول هنا.',
    unreadable: 'لا يمكن قراءة هذه الصورة.',
    'too-many-pixels': 'في هذه الصورة بكسلات أكثر من اللازم.',
    'uploads-off': 'هذا الخادم لا يقبل الملفات.',
    'your-space-full': 'مساحتك للملفات ممتلئة.',
    'room-space-full': 'مساحة هذه الغرفة للملفات ممتلئة.',
    'server-space-full': 'مساحة هذا الخادم للملفات ممتلئة.',
    'unreadable-here': 'لم يعد في هذا المتصفح. أضفه من جديد.',
    other: 'لم يقبله الخادم.',
  },
} satisfies MoreWords['sendingFiles']
