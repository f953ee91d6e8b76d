import type { MoreWords } from '../en-more.ts'

export const exporting = {
  title: 'أخذ ما قيل',
  means: 'كل ما قيل في هذه الغرفة في ملف واحد. ما حُذف ليس فيه.',
  who: 'من يمكنه أخذ ما قيل',
  whoMeans: 'في ملف، ولا أكثر مما يحق له قراءته هنا. يسري فورًا.',
  whos: { owner: 'المالك', moderators: 'المالك والمشرفون', members: 'كل الأعضاء' },
  formats: {
    html: 'صفحة مع صورها',
    markdown: 'Markdown بلا صور',
    'json-lines': 'أسطر JSON للبرامج',
  },
  start: 'تصدير',
  again: 'تصدير مرة أخرى',
  coming: 'اترك هذا مفتوحًا حتى يُحفظ.',
  waiting: 'انقطع الاتصال. سيُستأنف من تلقاء نفسه.',
  stop: 'إيقاف',
  saved: 'حُفظ:',
  forbidden: 'لا يمكنك أخذ هذه الغرفة، أو لم يعد يمكنك.',
  gone: 'أُعيد الخادم إلى حالة سابقة. ابدأ من جديد.',
  failed: 'لم ينجح ذلك. حاول لاحقًا.',
} satisfies MoreWords['exporting']
