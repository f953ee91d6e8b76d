import type { MoreWords } from '../en-more.ts'

export const share = {
  title: 'دعوة أشخاص',
  lead: 'قُل هذا الرمز، أو أرسل الرابط، أو دعهم يمسحونه. كل من لديه الرمز يمكنه الدخول.',
  qrLabel: 'رمز QR لرابط هذه الغرفة',
  qrFailed: 'تعذّر تحميل رمز QR.',
  linkLabel: 'رابط هذه الغرفة',
  copy: 'نسخ الرابط',
  copied: 'نُسخ',
  copiedLong: 'نُسخ الرابط.',
  cannotCopy: 'لا يسمح هذا المتصفح للصفحات بالنسخ. حُدِّد الرابط: انسخه يدويًا.',
  share: 'مشاركة',
} satisfies MoreWords['share']
