import type { MoreWords } from '../en-more.ts'

export const emoji: MoreWords['emoji'] = {
  title: '絵文字',
  search: '絵文字を検索',
  headings: {
    recent: '最近使ったもの',
    smileys: '顔と気持ち',
    people: '人と体',
    animals: '動物と自然',
    food: '食べ物と飲み物',
    travel: '旅行と場所',
    activities: '活動',
    objects: 'もの',
    symbols: '記号',
    flags: '旗',
  },
  groups: 'グループ',
  nothing: '見つかりません。別の言葉でお試しください。',
  unavailable: '絵文字を読み込めませんでした。',
  tryAgain: 'もう一度試す',
  tone: '肌の色',
  tones: ['黄色', '明るい', 'やや明るい', '中間', 'やや濃い', '濃い'],
}
