import type { Isolated } from '../isolated.ts'

export const note = {
  said: (name: Isolated, words: string) => `${name}: ${words}`,
  mentioned: (name: Isolated, words: string) => `${name} te ha mencionado: ${words}`,
  replied: (name: Isolated, words: string) => `${name} te ha respondido: ${words}`,
  files: (count: number) => (count === 1 ? `${count} archivo` : `${count} archivos`),
  others: (count: number) => `y ${count} más`,
}
