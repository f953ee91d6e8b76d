import type { Words } from '../en.ts'

export const lobby = {
  name: 'الاسم',
  useName: (name) => `استخدام ${name}`,

  invited: 'أنت مدعوّ إلى الغرفة',
  nameHint: 'هكذا يراك الآخرون.',
  enter: 'دخول',
  otherRoom: 'ليست هذه الغرفة؟ إلى صفحة البداية',
  noRoomTitle: 'لا توجد غرفة هنا',
  enterTitle: (code) => `دخول ${code}`,

  home: 'Confab، صفحة البداية',
} satisfies Words['lobby']
