import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ignoring = {
  further: 'تجاهل…',
  ignore: 'تجاهل',
  heed: 'أوقف التجاهل',
  title: (name) => `أتتجاهل ${name}؟`,
  means: (name) =>
    `ما يكتبه ${name} في هذه الغرفة يُطوى على كل أجهزتك، ولا يُحسب جديدًا، ولا ينبهك إلى شيء. لا يعلم بذلك أحد.`,
  heedTitle: (name) => `أتوقف تجاهل ${name}؟`,
  heedMeans: (name) => `ترى من جديد ما يكتبه ${name}، وما كتبه في هذه الأثناء.`,
  line: (count) =>
    plural(count, {
      zero: 'لا رسائل ممن تتجاهلهم',
      one: 'رسالة ممن تتجاهلهم',
      two: 'رسالتان ممن تتجاهلهم',
      few: '# رسائل ممن تتجاهلهم',
      many: '# رسالة ممن تتجاهلهم',
      other: '# رسالة ممن تتجاهلهم',
    }),
  show: 'أظهر',
  list: 'من تتجاهلهم هنا',
  failed: 'لم ينجح ذلك. تحقق من اتصالك ثم حاول مرة أخرى.',
} satisfies MoreWords['ignoring']
