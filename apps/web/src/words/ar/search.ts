import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const search = {
  title: 'بحث',
  label: 'البحث في هذه الغرفة',
  placeholder: 'كلمات، أو from:Ana',
  close: 'إغلاق البحث',
  clear: 'مسح',
  helpTitle: 'ما يمكنك كتابته',
  helpWords: 'كلمات أو أجزاء منها، ويجب أن توجد كلها',
  helpPhrase: 'كلمات كاملة متجاورة',
  helpFrom: 'ما قاله شخص',
  helpAfter: 'من هذا اليوم فصاعدًا',
  helpBefore: 'قبل هذا اليوم',
  helpFile: 'مع ملف',
  helpLink: 'مع رابط',
  searching: 'جارٍ البحث…',
  nothing: 'لم يُعثر على شيء',
  nothingHint: 'جرّب كلمات أقل، أو بداية كلمة فقط.',
  notYet: 'لا شيء حتى الآن',
  more: 'عرض المزيد',
  further: 'البحث أبعد في الماضي',
  failed: 'لم ينجح البحث.',
  tooMany: 'عمليات بحث كثيرة دفعة واحدة. انتظر لحظة ثم أعد المحاولة.',
  retry: 'إعادة المحاولة',
  offline: 'يحتاج البحث إلى اتصال، وسيتابع من تلقاء نفسه عند توفره.',
  keys: '↑ ↓ للاختيار، وEnter للانتقال',
  somebody: 'شخص ما',
  found: (count) =>
    plural(count, {
      zero: 'لا رسائل',
      one: 'رسالة واحدة',
      two: 'رسالتان',
      few: '# رسائل',
      many: '# رسالة',
      other: '# رسالة',
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
} satisfies MoreWords['search']
