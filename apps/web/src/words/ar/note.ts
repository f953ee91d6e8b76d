import type { Isolated } from '../isolated.ts'

export const note = {
  said: (name: Isolated, words: string) => `${name}: ${words}`,
  mentioned: (name: Isolated, words: string) => `${name} أشار إليك: ${words}`,
  replied: (name: Isolated, words: string) => `${name} ردّ عليك: ${words}`,
  files: (count: number) => {
    if (count === 1) return 'ملف واحد'
    if (count === 2) return 'ملفان'
    return count % 100 >= 3 && count % 100 <= 10 ? `${count} ملفات` : `${count} ملفًا`
  },
  others: (count: number) => `و${count} غيرها`,
}
