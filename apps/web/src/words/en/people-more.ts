import type { Isolated } from '../isolate.ts'

export const people = {
  remove: 'Remove',
  removeTitle: (name: Isolated) => `Remove ${name}?`,
  removeMeans: (name: Isolated) =>
    `${name} can read and write nothing more here. What was said stays, and with the code they can join again.`,
  forGood: 'Do not let them in again',
  onlyOwner: 'Only the owner of a room can remove somebody.',
  failed: 'That did not work. Check your connection, then try again.',
}
