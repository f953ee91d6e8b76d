import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const announcer = {
  many: (count: number, names: string) => `${names}から${plural(count, { other: '新着メッセージ#件' })}`,
  says: (name: Isolated, text: Isolated) => `${name}：${text}`,
  mentionsYou: (name: Isolated, text: Isolated) => `${name}さんからのメンション：${text}`,
}
