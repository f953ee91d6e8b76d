import { Type } from 'typebox'

/** What becomes of the thing refused: `final` is told to the person, `retry` is tried again by itself. */
export type RefusalKind = 'final' | 'retry'

/** Every refusal: what it means, and whether trying again can help. Screens have words for each. */
export const REFUSALS = {
  invalid: { kind: 'final', meaning: 'The command is understood, but a field of it is not allowed.' },
  'too-large': { kind: 'final', meaning: 'The body, name or title is longer than the limit.' },
  forbidden: { kind: 'final', meaning: 'Not a member of this room, or not allowed to do this in it.' },
  'not-found': {
    kind: 'final',
    meaning: 'No such room, or none this identity may know of. The two look the same.',
  },
  'name-unusable': {
    kind: 'final',
    meaning: 'The name has nothing to see in it, mixes scripts, or holds characters that deceive.',
  },
  'name-taken': {
    kind: 'final',
    meaning: 'Somebody in the room has this name or one that looks like it. Carries a suggestion.',
  },
  'id-conflict': { kind: 'final', meaning: 'The id is known, with other content (D3).' },
  'too-many-rooms': { kind: 'final', meaning: 'The connection is in as many rooms as it may be.' },
  'rate-limited': { kind: 'retry', meaning: 'Too much too fast. Carries the time to wait.' },
  busy: { kind: 'retry', meaning: 'The node has more waiting than it takes on.' },
  unavailable: { kind: 'retry', meaning: 'The store did not take it; whether it was written is unknown.' },
  draining: { kind: 'retry', meaning: 'The node is going down; post again after reconnecting.' },
} as const satisfies Record<string, { kind: RefusalKind; meaning: string }>

/** The name of a refusal. */
export type RefusalCode = keyof typeof REFUSALS
/** Open on the wire: a client meets a code of a newer server as a final refusal. */
export const RefusalCode = Type.Unsafe<RefusalCode>(Type.String({ minLength: 1, maxLength: 40 }))

/** Whether trying again can help. Codes this client does not know are final. */
export function refusalKind(code: string): RefusalKind {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode].kind : 'final'
}
