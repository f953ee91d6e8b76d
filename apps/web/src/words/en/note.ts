import type { Isolated } from '../isolated.ts'

// Said by the service worker as well, so it stands on nothing that only a page has.

export const note = {
  said: (name: Isolated, words: string) => `${name}: ${words}`,
  mentioned: (name: Isolated, words: string) => `${name} mentioned you: ${words}`,
  replied: (name: Isolated, words: string) => `${name} answered you: ${words}`,
  files: (count: number) => (count === 1 ? `${count} file` : `${count} files`),
  others: (count: number) => `and ${count} more`,
}
