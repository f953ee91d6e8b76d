import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** `names` are lists of names; `when` is a date and a time. */
export const messages = {
  react: 'Add a reaction',
  reply: 'Reply',
  more: 'More',
  tools: 'What you can do with this message',
  edited: 'edited',
  editedWhen: (when: string) => `Edited ${when}. Show what it said before`,
  deleted: 'Message deleted',
  deletedBy: (name: Isolated) => `Message deleted by ${name}`,
  originalDeleted: 'Original deleted',
  toOriginal: 'Go to the original',
  replyingTo: (name: Isolated) => `Replying to ${name}`,
  dropReply: 'Do not reply',
  reactWith: (emoji: string) => `React with ${emoji}`,
  reactedWith: (names: string, emoji: string) => `${names}: ${emoji}`,
  somebody: 'somebody',
  others: (count: number) => plural(count, { one: '# other', other: '# others' }),
  pinned: (count: number) => plural(count, { one: '# pinned', other: '# pinned' }),
}
