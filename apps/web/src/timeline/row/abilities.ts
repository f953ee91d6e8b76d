import type { MessageRow } from '../rows.ts'

/** What somebody can do with a message. */
export type Abilities = Readonly<
  Record<'react' | 'reply' | 'edit' | 'copyText' | 'copyLink' | 'pin' | 'history' | 'delete', boolean>
>

const NOTHING: Abilities = {
  react: false,
  reply: false,
  edit: false,
  copyText: false,
  copyLink: false,
  pin: false,
  history: false,
  delete: false,
}

/** What whoever looks can do with a message. Refused posts have ways on of their own; of deleted ones nothing is left. */
export function abilitiesOf(row: MessageRow, isOwner: boolean, mayWrite: boolean): Abilities {
  if (row.isDeleted || row.state === 'refused') return NOTHING
  const isSent = row.state === 'sent'
  return {
    react: isSent && mayWrite,
    reply: mayWrite,
    edit: row.isMine && mayWrite,
    copyText: row.body !== '',
    copyLink: isSent,
    pin: isSent && isOwner,
    history: isSent && row.editedAt !== null,
    delete: (row.isMine || isOwner) && mayWrite,
  }
}
