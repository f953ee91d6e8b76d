import type { MoreWords } from '../en-more.ts'

export const longPaste = {
  ask: 'نص طويل. أترسله ملفًا بدلًا من ذلك؟',
  asFile: 'إرسال كملف',
  keep: 'اتركه هنا',
  fileName: 'نص.txt',
} satisfies MoreWords['longPaste']
