import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const files = {
  download: 'تنزيل',
  downloadNamed: (name, about) => `تنزيل ${name}، ${about}`,
  gone: 'لم يعد موجودًا',
  notLoaded: 'تعذّر التحميل',
  tryAgain: 'حاول مجددًا',
  openNamed: (name) => `فتح ${name}`,
  more: (count) =>
    plural(count, {
      zero: 'لا مزيد',
      one: 'واحد آخر',
      two: 'اثنان آخران',
      few: '# أخرى',
      many: '# أخرى',
      other: '# أخرى',
    }),

  zoomIn: 'تكبير',
  zoomOut: 'تصغير',
  previous: 'الصورة السابقة',
  next: 'الصورة التالية',
  place: (place, count) => `${place} من ${count}`,

  photos: (count) =>
    plural(count, {
      zero: 'لا صور',
      one: 'صورة',
      two: 'صورتان',
      few: '# صور',
      many: '# صورة',
      other: '# صورة',
    }),
  videos: (count) =>
    plural(count, {
      zero: 'لا مقاطع مرئية',
      one: 'مقطع مرئي',
      two: 'مقطعان مرئيان',
      few: '# مقاطع مرئية',
      many: '# مقطعًا مرئيًا',
      other: '# مقطع مرئي',
    }),
  sounds: (count) =>
    plural(count, {
      zero: 'لا تسجيلات',
      one: 'تسجيل صوتي',
      two: 'تسجيلان صوتيان',
      few: '# تسجيلات صوتية',
      many: '# تسجيلًا صوتيًا',
      other: '# تسجيل صوتي',
    }),
  files: (count) =>
    plural(count, {
      zero: 'لا ملفات',
      one: 'ملف واحد',
      two: 'ملفان',
      few: '# ملفات',
      many: '# ملفًا',
      other: '# ملف',
    }),
} satisfies MoreWords['files']
