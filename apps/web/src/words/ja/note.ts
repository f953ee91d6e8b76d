import type { Isolated } from '../isolated.ts'

export const note = {
  said: (name: Isolated, words: string) => `${name}: ${words}`,
  mentioned: (name: Isolated, words: string) => `${name}さんがあなたにメンション: ${words}`,
  replied: (name: Isolated, words: string) => `${name}さんがあなたに返信: ${words}`,
  files: (count: number) => `ファイル ${count} 件`,
  others: (count: number) => `ほか ${count} 件`,
}
