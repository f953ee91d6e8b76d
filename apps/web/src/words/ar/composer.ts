import type { Words } from '../en.ts'
import { choose, plural } from './plural.ts'

export const composer = {
  message: 'رسالة',
  send: 'إرسال',
  tooLong: (count) =>
    plural(count, {
      zero: 'النص طويل. اختصره، أو أرسله على أجزاء.',
      one: 'أطول من المسموح بحرف واحد. اختصره، أو أرسله على أجزاء.',
      two: 'أطول من المسموح بحرفين. اختصره، أو أرسله على أجزاء.',
      few: 'أطول من المسموح بـ# أحرف. اختصره، أو أرسله على أجزاء.',
      many: 'أطول من المسموح بـ# حرفًا. اختصره، أو أرسله على أجزاء.',
      other: 'أطول من المسموح بـ# حرف. اختصره، أو أرسله على أجزاء.',
    }),
  typing: (names, count) =>
    choose(count, {
      zero: names,
      one: `${names} يكتب الآن`,
      two: `${names} يكتبان الآن`,
      few: `${names} يكتبون الآن`,
      many: `${names} يكتبون الآن`,
      other: `${names} يكتبون الآن`,
    }),
  severalTyping: 'عدة أشخاص يكتبون الآن',
  youAre: (name) => `أنت ${name} ·`,
  change: 'تغيير',
  emoji: 'رموز تعبيرية',
  entersPost: 'مفتاح Enter يرسل',
  entersBreak: (key) => `${key}+Enter يرسل`,
  changeEnter: 'غيّر ما يفعله Enter',
} satisfies Words['composer']
