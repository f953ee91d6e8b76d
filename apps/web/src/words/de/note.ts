import type { Isolated } from '../isolated.ts'

export const note = {
  said: (name: Isolated, words: string) => `${name}: ${words}`,
  mentioned: (name: Isolated, words: string) => `${name} hat dich erwähnt: ${words}`,
  replied: (name: Isolated, words: string) => `${name} hat dir geantwortet: ${words}`,
  files: (count: number) => (count === 1 ? `${count} Datei` : `${count} Dateien`),
  others: (count: number) => (count === 1 ? 'und eine weitere' : `und ${count} weitere`),
}
