import type { MoreWords } from '../en-more.ts'

export const ways = {
  locked: 'ロック',
  lockedMeans: '新しい人は入れず、外された人も戻れません。',
  capacity: 'メンバーの上限',
  capacityMeans: '上限に達すると、新しい人には満員と伝えます。メンバーはいつでも戻れます。',
  noCapacity: '上限なし',
} satisfies MoreWords['ways']
