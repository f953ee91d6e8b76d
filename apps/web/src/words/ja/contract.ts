import type { MoreWords } from '../en-more.ts'
import { plural } from './plural.ts'

export const contract = {
  reads: '入った人は、これまでの発言を読めます。',
  readsNothing: '入った人は、それ以降の発言だけを読めます。',
  readsLast: (count) => plural(count, { other: '入った人は、それまでの発言のうち最後の#件を読めます。' }),
  kept: (time) => `発言は${time}保存されます。`,
  keptForEver: '発言はずっと保存されます。',
  ledBy: (names) => `管理: ${names}`,
  others: (count) => plural(count, { other: 'ほか#人' }),
  entry: {
    open: 'コードがあれば入れます。',
    password: '入るにはパスワードが必要です。',
    knock: '中の人が入室を許可します。',
    closed: '今は新しい人は入れません。',
  },
  whoPosts: {
    everybody: '全員が書き込めます。',
    moderators: '管理する人だけが書き込めます。',
  },
  whoExports: {
    owner: '会話を持ち出せるのはオーナーだけです。',
    moderators: '管理する人は会話を持ち出せます。',
    members: 'ここにいる全員が、読めるものを持ち出せます。',
  },
  changed: 'このルームの決まりが変わりました。',
  understood: 'わかりました',
} satisfies MoreWords['contract']
