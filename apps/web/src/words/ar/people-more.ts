import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: 'إخراج',
  removeTitle: (name) => `إخراج ${name}؟`,
  removeMeans: (name) =>
    `لن يتمكن ${name} من القراءة أو الكتابة هنا بعد الآن. ما قيل يبقى، ويمكن الانضمام من جديد بالرمز.`,
  forGood: 'لا تسمح بعودته',
  withAddress: 'ولا أي شخص جديد من عنوانه',
  withAddressMeans:
    'لمدة سبعة أيام. كثيرًا ما تتشارك عائلة أو مدرسة أو مكتب عنوانًا واحدًا، فلن يتمكن الآخرون هناك من الدخول أيضًا. من هو في الغرفة يبقى فيها.',
  failed: 'لم ينجح ذلك. تحقق من اتصالك، ثم حاول مرة أخرى.',
  notAllowed: 'لا يحق لك ذلك، أو لم يعد يحق.',

  manage: (name) => `المزيد عن ${name}`,
  role: 'الدور',
  roles: { moderator: 'مشرف', member: 'عضو', reader: 'للقراءة فقط' },
  roleMeans: {
    moderator: 'يُخرج الناس ويقفل الغرفة ويثبت الرسائل ويحذفها',
    member: 'يقرأ ويكتب',
    reader: 'يقرأ ولا يكتب شيئًا',
  },
  marks: { moderator: 'مشرف', reader: 'للقراءة فقط', muted: 'لا يكتب' },
  handOver: 'تسليم الغرفة',
  handOverMeans: (name) =>
    `يصبح ${name} صاحب الغرفة. تبقى أنت مشرفًا عليها معه، ولا يستطيع إعادتها سوى ${name}.`,
  handOverNow: 'تسليم',
  removeFurther: (name) => `إخراج ${name}…`,

  mute: 'منع الكتابة',
  muteFor: { tenMinutes: '10 دقائق', hour: 'ساعة', day: 'يوم' },
  mutedUntil: (until) => `لا يمكنه الكتابة حتى ${until}`,
  unmute: 'السماح بالكتابة من جديد',
  erase: (name) => `حذف ما كتبه ${name}`,
  eraseOf: { hour: 'في الساعة الأخيرة', day: 'في آخر ٢٤ ساعة', all: 'كل شيء' },
  erased: 'حُذف. يمكنك استعادته خلال ساعة.',
  restore: 'استعادة',
  restored: 'عاد كل شيء.',
  eraseToo: 'حذف ما كتبه في آخر ٢٤ ساعة',
  restoreMine: 'استعادة ما حذفته',
  restoreMineMeans: 'ما حذفته في الساعة الأخيرة، رسائل كثيرة دفعة واحدة.',
  banned: 'الممنوعون من الدخول',
  unban: 'السماح بالعودة',
  settings: 'إعدادات الغرفة',
  about: 'المزيد عن هذه الغرفة',
  onlyModerators: 'المشرفون وحدهم يكتبون',
  onlyModeratorsMeans: 'يقرأ الآخرون، ويمكنهم التفاعل.',
  readsOnly: 'يمكنك القراءة هنا، لا الكتابة.',
  mutedHere: (until) => `يمكنك القراءة هنا، والكتابة من جديد ابتداءً من ${until}.`,
  onlyThoseWrite: 'لا يكتب هنا إلا من يعتنون بالغرفة.',
} satisfies MoreWords['people']
