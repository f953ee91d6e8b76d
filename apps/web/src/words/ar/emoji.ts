import type { MoreWords } from '../en-more.ts'

export const emoji: MoreWords['emoji'] = {
  title: 'رموز تعبيرية',
  search: 'ابحث عن رمز',
  headings: {
    recent: 'المستخدمة مؤخرًا',
    smileys: 'وجوه',
    people: 'أشخاص',
    animals: 'حيوانات وطبيعة',
    food: 'طعام وشراب',
    travel: 'سفر وأماكن',
    activities: 'أنشطة',
    objects: 'أشياء',
    symbols: 'علامات',
    flags: 'أعلام',
  },
  groups: 'المجموعات',
  nothing: 'لا شيء كهذا. جرّب كلمة أخرى.',
  unavailable: 'تعذّر تحميل الرموز التعبيرية.',
  tryAgain: 'حاول مجددًا',
  tone: 'لون البشرة',
  tones: ['أصفر', 'فاتح', 'فاتح متوسط', 'متوسط', 'داكن متوسط', 'داكن'],
}
