import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const ignoring = {
  further: '無視する…',
  ignore: '無視する',
  heed: '無視をやめる',
  title: (name) => `${name}さんを無視しますか？`,
  means: (name) =>
    `このルームで${name}さんが書いたものは、あなたのすべての端末で折りたたまれ、新着に数えられず、通知もされません。本人にもほかの人にも知らされません。`,
  heedTitle: (name) => `${name}さんを無視するのをやめますか？`,
  heedMeans: (name) => `${name}さんが書いたものが、この間のものも含めて、また見えるようになります。`,
  line: (count) => plural(count, { other: '無視している人のメッセージ#件' }),
  show: '表示',
  list: 'ここで無視している人',
  failed: 'うまくいきませんでした。接続を確かめて、もう一度お試しください。',
} satisfies MoreWords['ignoring']
