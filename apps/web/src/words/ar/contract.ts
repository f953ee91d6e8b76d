import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const contract = {
  reads: 'من يدخل يقرأ ما قيل.',
  readsNothing: 'من يدخل لا يقرأ إلا ما يقال بعد دخوله.',
  readsLast: (count) =>
    plural(count, {
      zero: 'من يدخل لا يقرأ شيئًا مما سبق.',
      one: 'من يدخل يقرأ آخر رسالة مما سبق.',
      two: 'من يدخل يقرأ آخر رسالتين مما سبق.',
      few: 'من يدخل يقرأ آخر # رسائل مما سبق.',
      many: 'من يدخل يقرأ آخر # رسالة مما سبق.',
      other: 'من يدخل يقرأ آخر # رسالة مما سبق.',
    }),
  kept: (time) => `يُحفظ لمدة ${time}.`,
  keptForEver: 'يُحفظ إلى الأبد.',
  ledBy: (names) => `يعتني بالغرفة: ${names}.`,
  others: (count) =>
    plural(count, {
      zero: 'لا أحد غيرهم',
      one: 'شخص آخر',
      two: 'شخصان آخران',
      few: '# آخرون',
      many: '# آخرون',
      other: '# آخرون',
    }),
  entry: {
    open: 'يكفي الرمز للدخول.',
    password: 'يلزم للدخول كلمة مرور.',
    knock: 'يُدخلك شخص من الداخل.',
    closed: 'لا يدخل أحد جديد الآن.',
  },
  whoPosts: {
    everybody: 'يكتب الجميع.',
    moderators: 'لا يكتب إلا من يعتني بالغرفة.',
  },
  whoExports: {
    owner: 'لا يأخذ ما قيل معه إلا مالك الغرفة.',
    moderators: 'من يعتني بالغرفة يمكنه أخذ ما قيل.',
    members: 'يمكن لكل من هنا أن يأخذ ما يقرؤه.',
  },
  changed: 'تغيّرت شروط هذه الغرفة.',
  understood: 'فهمت',
} satisfies MoreWords['contract']
