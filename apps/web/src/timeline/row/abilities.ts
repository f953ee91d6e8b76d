import type { Action, Target } from '@confab/protocol/can'
import { may } from '../../room/may.ts'
import type { RoomSession } from '../../room/room-session.svelte.ts'
import type { MessageRow } from '../rows.ts'

/** What somebody can do with a message. */
export type Abilities = Readonly<
  Record<
    'react' | 'reply' | 'edit' | 'copyText' | 'copyLink' | 'pin' | 'history' | 'report' | 'ignore' | 'delete',
    boolean
  >
>

const NOTHING: Abilities = {
  react: false,
  reply: false,
  edit: false,
  copyText: false,
  copyLink: false,
  pin: false,
  history: false,
  report: false,
  ignore: false,
  delete: false,
}

/** What whoever looks can do with a message. Refused posts have ways on of their own; of deleted ones nothing is left. */
export function abilitiesOf(row: MessageRow, mayDo: (action: Action, target?: Target) => boolean): Abilities {
  if (row.isDeleted || row.state === 'refused') return NOTHING
  const isSent = row.state === 'sent'
  const author: Target = { memberId: row.authorId }
  return {
    react: isSent && mayDo('react'),
    reply: mayDo('post-message'),
    edit: mayDo('edit-message', author),
    copyText: row.body !== '',
    copyLink: isSent,
    pin: isSent && mayDo('pin-message'),
    history: isSent && row.editedAt !== null,
    // Whoever sees it, readers too.
    report: isSent && !row.isMine,
    ignore: isSent && !row.isMine,
    delete: mayDo('delete-message', author),
  }
}

/** The same, for whoever is in this room. */
export function abilitiesHere(session: RoomSession, row: MessageRow): Abilities {
  return abilitiesOf(
    row,
    (action, target) => session.view.phase !== 'refused' && may(session, action, target),
  )
}
