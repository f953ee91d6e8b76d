import type { Words } from '../en.ts'
import { plural } from './plural.ts'

export const messages = {
  react: 'Reaccionar',
  reply: 'Responder',
  more: 'Más',
  tools: 'Qué puedes hacer con este mensaje',
  edited: 'editado',
  editedWhen: (when) => `Editado ${when}. Ver lo que decía antes`,
  deleted: 'Mensaje borrado',
  deletedBy: (name) => `Mensaje borrado por ${name}`,
  originalDeleted: 'Original borrado',
  toOriginal: 'Ir al original',
  replyingTo: (name) => `Respuesta a ${name}`,
  dropReply: 'No responder',
  reactWith: (emoji) => `Reaccionar con ${emoji}`,
  reactedWith: (names, emoji) => `${names}: ${emoji}`,
  somebody: 'alguien',
  others: (count) => plural(count, { one: '# más', other: '# más' }),
  pinned: (count) => plural(count, { one: '# fijado', other: '# fijados' }),
} satisfies Words['messages']
