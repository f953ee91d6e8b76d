import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'إخراج',
  removeTitle: (name) => `إخراج ${name}؟`,
  removeMeans: (name) =>
    `لن يتمكن ${name} من القراءة أو الكتابة هنا بعد الآن. ما قيل يبقى، ويمكن الانضمام من جديد بالرمز.`,
  forGood: 'لا تسمح بعودته',
  onlyOwner: 'صاحب الغرفة وحده يمكنه إخراج أحد.',
  failed: 'لم ينجح ذلك. تحقق من اتصالك، ثم حاول مرة أخرى.',
} satisfies MoreWords['people']
