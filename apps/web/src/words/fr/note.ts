import type { Isolated } from '../isolated.ts'

export const note = {
  said: (name: Isolated, words: string) => `${name} : ${words}`,
  mentioned: (name: Isolated, words: string) => `${name} vous a mentionné : ${words}`,
  replied: (name: Isolated, words: string) => `${name} vous a répondu : ${words}`,
  files: (count: number) => (count < 2 ? `${count} fichier` : `${count} fichiers`),
  others: (count: number) => (count < 2 ? `et ${count} autre` : `et ${count} autres`),
}
