import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const messages = {
  react: 'Réagir',
  reply: 'Répondre',
  more: 'Plus',
  tools: 'Ce que tu peux faire de ce message',
  edited: 'modifié',
  editedWhen: (when) => `Modifié ${when}. Voir ce qui était écrit avant`,
  deleted: 'Message supprimé',
  deletedBy: (name) => `Message supprimé par ${name}`,
  originalDeleted: 'Original supprimé',
  toOriginal: 'Aller à l’original',
  replyingTo: (name) => `Réponse à ${name}`,
  dropReply: 'Ne pas répondre',
  reactWith: (emoji) => `Réagir avec ${emoji}`,
  reactedWith: (names, emoji) => `${names} : ${emoji}`,
  somebody: 'quelqu’un',
  others: (count) => plural(count, { one: '# autre', other: '# autres' }),
  pinned: (count) => plural(count, { one: '# épinglé', other: '# épinglés' }),
} satisfies Words['messages']
