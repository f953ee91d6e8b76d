import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: '外す',
  removeTitle: (name) => `${name}さんを外しますか？`,
  removeMeans: (name) =>
    `${name}さんは、ここで読むことも書くこともできなくなります。これまでの発言は残り、コードがあればまた参加できます。`,
  forGood: '今後は入れないようにする',
  onlyOwner: '人を外せるのは、ルームのオーナーだけです。',
  failed: 'うまくいきませんでした。接続を確かめて、もう一度お試しください。',
} satisfies MoreWords['people']
