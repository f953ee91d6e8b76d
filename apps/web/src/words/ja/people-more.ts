import type { MoreWords } from '../en-more.ts'

export const people = {
  remove: '外す',
  removeTitle: (name) => `${name}さんを外しますか？`,
  removeMeans: (name) =>
    `${name}さんは、ここで読むことも書くこともできなくなります。これまでの発言は残り、コードがあればまた参加できます。`,
  forGood: '今後は入れないようにする',
  withAddress: '同じアドレスからの新しい人も入れない',
  withAddressMeans:
    '7日間有効です。家庭や学校、職場では一つのアドレスを共有していることが多く、そこにいるほかの人も入れなくなります。すでに入っている人はそのままです。',
  failed: 'うまくいきませんでした。接続を確かめて、もう一度お試しください。',
  notAllowed: 'この操作はできません。',

  manage: (name) => `${name}さんについて`,
  role: '役割',
  roles: { moderator: 'モデレーター', member: 'メンバー', reader: '閲覧のみ' },
  roleMeans: {
    moderator: '人を外す、ルームをロックする、ピン留めと削除',
    member: '読む、書く',
    reader: '読むだけで、書きません',
  },
  marks: { moderator: 'モデレーター', reader: '閲覧のみ', muted: '書き込み停止中' },
  handOver: 'ルームを譲る',
  handOverMeans: (name) =>
    `${name}さんがオーナーになります。あなたはモデレーターとして残り、元に戻せるのは${name}さんだけです。`,
  handOverNow: '譲る',
  removeFurther: (name) => `${name}さんを外す…`,

  mute: '書き込みを止める',
  muteFor: { tenMinutes: '10分', hour: '1時間', day: '1日' },
  mutedUntil: (until) => `${until}まで書き込めません`,
  unmute: '書き込みを再び許可',
  erase: (name) => `${name}さんの発言を削除`,
  eraseOf: { hour: '直近1時間', day: '直近24時間', all: 'すべて' },
  erased: '削除しました。1時間以内なら元に戻せます。',
  restore: '元に戻す',
  restored: '元に戻りました。',
  eraseToo: '直近24時間の発言も削除する',
  restoreMine: '自分が削除したものを元に戻す',
  restoreMineMeans: '直近1時間に、まとめて削除したメッセージです。',
  banned: '今後入れない人',
  unban: '再び入れるようにする',
  settings: 'ルームの設定',
  about: 'このルームについて',
  onlyModerators: '書けるのはモデレーターだけ',
  onlyModeratorsMeans: 'ほかの人は読むこととリアクションができます。',
  readsOnly: 'ここでは読むことができますが、書くことはできません。',
  mutedHere: (until) => `ここでは読むことができます。${until}からまた書けます。`,
  onlyThoseWrite: 'ここで書けるのは、ルームを管理する人だけです。',
} satisfies MoreWords['people']
