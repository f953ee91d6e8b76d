import { Type } from 'typebox'

/** What becomes of the thing refused: `final` is told to the person, `retry` is tried again by itself. */
export type RefusalKind = 'final' | 'retry'

/** Every refusal, and whether trying again can help. Screens have words for each. */
export const REFUSALS = {
  invalid: 'final',
  'too-large': 'final',
  forbidden: 'final',
  removed: 'final',
  banned: 'final',
  muted: 'final',
  locked: 'final',
  'room-full': 'final',
  'password-needed': 'final',
  'knock-needed': 'final',
  'key-needed': 'final',
  'not-found': 'final',
  'name-unusable': 'final',
  'name-taken': 'final',
  'id-conflict': 'final',
  'too-many-rooms': 'final',
  'limit-reached': 'final',
  'files-missing': 'final',
  'rate-limited': 'retry',
  busy: 'retry',
  unavailable: 'retry',
  draining: 'retry',
} as const satisfies Record<string, RefusalKind>

/** The name of a refusal. */
export type RefusalCode = keyof typeof REFUSALS
/** What each refusal means, for the protocol's page; apart, because no browser needs it. */
export const REFUSAL_MEANINGS: Record<RefusalCode, string> = {
  invalid: 'The command is understood, but a field of it is not allowed.',
  'too-large': 'The body, name or title is longer than the limit.',
  forbidden: 'Not a member of this room, or not allowed to do this in it.',
  removed:
    'Was a member of this room and was removed from it. Joining by its code makes them a member again.',
  banned: 'Was put out of this room for good, or would come in under the name of somebody who was.',
  muted: 'May write and react to nothing here for some time.',
  locked: 'The room takes nobody new for now.',
  'room-full': 'The room has as many members as those who lead it want.',
  'password-needed': 'The room asks newcomers for a password, and none came, or another.',
  'knock-needed': 'The room asks newcomers to knock, and nobody has let them in.',
  'key-needed': 'The server makes rooms for those who have a key, and none came, or another.',
  'not-found': 'No such room, or none this identity may know of. The two look the same.',
  'name-unusable': 'The name has nothing to see in it, mixes scripts, or holds characters that deceive.',
  'name-taken': 'Somebody in the room has this name or one that looks like it. Carries a suggestion.',
  'id-conflict': 'The id is known, with other content (D3).',
  'too-many-rooms': 'The connection is in as many rooms as it may be.',
  'limit-reached':
    'There are as many as there may be: kinds of reactions to a message, pins of a room, edits of a message.',
  'files-missing': 'A file of the post is not there, or not any more: upload it again, under another id.',
  'rate-limited': 'Too much too fast. Carries the time to wait.',
  busy: 'The node has more waiting than it takes on.',
  unavailable: 'The store did not take it; whether it was written is unknown.',
  draining: 'The node is going down and takes nothing more; try again after reconnecting.',
}

/** Open on the wire: a client meets a code of a newer server as a final refusal. */
export const RefusalCode = Type.Unsafe<RefusalCode>(Type.String({ pattern: '^[a-z-]{1,40}$' }))

/** Whether trying again can help. Codes this client does not know are final. */
export function refusalKind(code: string): RefusalKind {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : 'final'
}
