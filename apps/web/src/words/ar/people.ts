import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const people = {
  who: 'من هنا',
  people: 'الأشخاص',
  hereNow: 'هنا الآن',
  hereNowCount: (count) => `هنا الآن · ${count}`,
  peopleHere: (count) =>
    plural(count, {
      zero: 'أشخاص هنا',
      one: 'شخص هنا',
      two: 'شخصان هنا',
      few: 'أشخاص هنا',
      many: 'شخصًا هنا',
      other: 'شخص هنا',
    }),
  seenOnceConnected: 'يظهرون حين يتوفر الاتصال.',
  you: 'أنت',
  owner: 'صاحب الغرفة',
  changeName: 'تغيير الاسم',
  more: (count) =>
    plural(count, {
      zero: 'ولا أحد غيرهم',
      one: 'وشخص آخر',
      two: 'وشخصان آخران',
      few: 'و# آخرون',
      many: 'و# آخرون',
      other: 'و# آخرون',
    }),
  incomplete: 'قد تكون قائمة الموجودين ناقصة الآن.',

  rooms: 'الغرف',
  anotherRoom: 'غرفة أخرى',
  youWereRemoved: 'أُخرجت من الغرفة',
  notConnected: 'غير متصل',
  countHere: (count) =>
    plural(count, {
      zero: 'لا أحد هنا',
      one: 'شخص واحد هنا',
      two: 'شخصان هنا',
      few: '# أشخاص هنا',
      many: '# شخصًا هنا',
      other: '# شخص هنا',
    }),
  onlyYou: 'أنت وحدك هنا',
  youAreHere: 'أنت هنا',
  unread: (count) =>
    plural(count, {
      zero: 'لا جديد',
      one: 'واحدة غير مقروءة',
      two: 'اثنتان غير مقروءتين',
      few: '# غير مقروءة',
      many: '# غير مقروءة',
      other: '# غير مقروءة',
    }),
  changeYourName: 'تغيير الاسم',
} satisfies Words['people']
