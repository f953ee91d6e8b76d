import type { MoreWords } from '../en-more.ts'

export const markdown = {
  leaveTitle: 'فتح هذا الرابط؟',
  reads: 'النص الظاهر',
  leadsTo: 'الوجهة الفعلية',
  stay: 'البقاء هنا',
  open: 'فتح',
} satisfies MoreWords['markdown']
