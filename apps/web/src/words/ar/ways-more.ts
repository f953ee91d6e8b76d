import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ways = {
  who: 'من يمكنه الدخول',
  ways: {
    open: 'كل من لديه الرمز',
    password: 'من يعرف كلمة مرور',
    knock: 'من يُسمح له بالدخول',
    closed: 'لا أحد جديد',
  },
  waysMean: {
    open: 'يكفي الرابط أو الرمز.',
    password: 'تُطلب من القادمين الجدد فقط، ولا تُطلب من الأعضاء أبدًا.',
    knock: 'ينتظر القادمون الجدد حتى يفتح من يعتني بالغرفة.',
    closed: 'يعود الأعضاء. أما من أُخرج فلا.',
  },
  password: 'كلمة مرور الغرفة',
  passwordHint: '8 أحرف على الأقل. لا يمكن لأحد الاطلاع عليها لاحقًا.',
  passwordUnfit: 'كلمة المرور من 8 إلى 128 حرفًا.',
  setPassword: 'تعيين كلمة المرور',
  newPassword: 'كلمة مرور أخرى',
  passwordIsSet: 'تم تعيينها. أخبر بها من تريد أن يأتي.',
  passwordAsked: 'يعرفها من أعطاك الرمز.',
  passwordWrong: 'تطلب هذه الغرفة كلمة مرور، وليست هذه.',

  creationKey: 'مفتاح هذا الخادم',
  creationKeyAsked: 'ينشئ الغرف هنا من لديه مفتاح من القائمين على هذا الخادم.',
  creationKeyWrong: 'ليس هذا مفتاحًا لهذا الخادم. القائمون عليه يمنحونه.',

  knockTitle: 'على أحد أن يدخلك',
  knockMeans: (name) => `سيرى من يعتني بهذه الغرفة أن ${name} يطلب الدخول، ويفتح عندما يستطيع.`,
  askIn: 'اطلب الدخول',
  anotherName: 'خذ اسمًا آخر',
  waitTitle: 'وصل طلبك',
  waitMeans: (name) => `ينتظر ${name} عند الباب. أبقِ هذه الصفحة مفتوحة: ما إن يفتح أحد حتى تكون في الداخل.`,
  withdraw: 'لا تنتظر أكثر',
  overTitle: 'لم يفتح أحد بعد',
  overMeans: 'ربما لا أحد هناك. اطلب مرة أخرى، أو اسأل من أعطاك الرمز.',
  askAgain: 'اطلب مرة أخرى',

  knocking: 'من يطلب الدخول',
  asksIn: (name) => `${name} يطلب الدخول`,
  moreAsk: (count) =>
    plural(count, {
      zero: 'لا أحد غيره',
      one: 'وطلب آخر',
      two: 'وطلبان آخران',
      few: 'و# طلبات أخرى',
      many: 'و# طلبًا آخر',
      other: 'و# طلب آخر',
    }),
  letIn: 'أدخله',
  notNow: 'ليس الآن',
  notNowAll: 'لا أحد الآن',

  guard: 'احمِ الغرفة ساعة',
  guardMeans: 'عند الاقتحام: يطرق القادمون الجدد الباب فترى من يأتي. وتنتهي الحماية وحدها.',
  guardedUntil: (time) => `محمية حتى ${time}: يطرق القادمون الجدد الباب.`,
  cleanUp: 'نظّف…',
  cleanUpSince: 'من جاء منذ ذلك الحين',
  cleanUpMeans: 'يُخرَج كل من جاء منذ ذلك الحين دفعة واحدة ولا يعود. يبقى من يعتني بالغرفة، ويمكنك التراجع.',
  minutesAgo: (count) =>
    plural(count, {
      zero: 'الآن',
      one: 'قبل دقيقة',
      two: 'قبل دقيقتين',
      few: 'قبل # دقائق',
      many: 'قبل # دقيقة',
      other: 'قبل # دقيقة',
    }),
  cleanUpMessages: 'حذف ما كتبوه أيضًا',
  cleanUpNow: 'أخرجهم',
  cleanedUp: 'صاروا في الخارج.',
  undo: 'تراجع',
  undone: 'يمكنهم العودة.',

  changeCode: 'أعطِ الغرفة رمزًا آخر',
  changeCodeMeans: 'الرمز الحالي وكل رابط يحمله لن يؤديا إلى مكان. من في الغرفة يبقى ويجدها كما كانت.',
  changeCodeNow: 'رمز آخر',

  capacity: 'أقصى عدد للأعضاء',
  capacityMeans: 'من يأتي بعد ذلك يُخبَر بأن الغرفة ممتلئة. الأعضاء يعودون دائمًا.',
  noCapacity: 'بلا حد',

  slow: 'الوضع البطيء',
  slowMeans: 'ينتظر العضو هذه المدة بين رسالتين. من يعتنون بالغرفة لا ينتظرون.',
  slowOff: 'متوقف',
  slowHere: (time: string) => `الوضع البطيء: ‏${time} بين كل رسالتين.`,
  slowAgain: (time: string) => `يمكنك الكتابة مجددًا بعد ${time}.`,
  slowSends: (time: string) => `ستُرسل رسالتك من تلقاء نفسها بعد ${time}.`,

  newcomers: 'يقرأ القادمون الجدد',
  newcomersMeans: 'مما قيل قبل مجيئهم. ومن هنا أصلًا يحتفظ بما لديه.',
  newcomersAll: 'كل شيء',
  newcomersNothing: 'ما يقال بعد دخولهم',
  newcomersLast: (count) =>
    plural(count, {
      zero: 'لا شيء',
      one: 'آخر رسالة',
      two: 'آخر رسالتين',
      few: 'آخر # رسائل',
      many: 'آخر # رسالة',
      other: 'آخر # رسالة',
    }),
  kept: 'مدة الاحتفاظ بالرسائل',
  keptMeans: 'تُحذف الرسائل الأقدم لدى الجميع، مع ملفاتها وكل ما يتعلق بها.',
  forEver: 'إلى الأبد',
  keptShorter: (time) =>
    `كل ما مضى عليه أكثر من ${time} يُحذف خلال دقيقتين، حتى ما قيل من قبل. ولا يمكن لأحد استعادته.`,
  keepFor: (time) => `الاحتفاظ لمدة ${time}`,
} satisfies MoreWords['ways']
