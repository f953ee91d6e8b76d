import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const messages = {
  react: 'Reagieren',
  reply: 'Antworten',
  more: 'Mehr',
  tools: 'Was du mit dieser Nachricht tun kannst',
  edited: 'bearbeitet',
  editedWhen: (when) => `Bearbeitet ${when}. Zeigen, was vorher dastand`,
  deleted: 'Nachricht gelöscht',
  deletedBy: (name) => `Nachricht von ${name} gelöscht`,
  originalDeleted: 'Original gelöscht',
  toOriginal: 'Zum Original',
  replyingTo: (name) => `Antwort an ${name}`,
  dropReply: 'Doch nicht antworten',
  reactWith: (emoji) => `Mit ${emoji} reagieren`,
  reactedWith: (names, emoji) => `${names}: ${emoji}`,
  somebody: 'jemand',
  others: (count) => plural(count, { one: '# weitere Person', other: '# weitere' }),
  pinned: (count) => plural(count, { one: '# angeheftet', other: '# angeheftet' }),
} satisfies Words['messages']
