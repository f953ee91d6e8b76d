import { type Static, Type } from 'typebox'
import { Epoch } from './ids.ts'

/** A room's counter over its durable changes: 1, 2, 3 … without holes (D2). 0 is before the first. */
export const Sequence = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
/** See the schema of the same name. */
export type Sequence = Static<typeof Sequence>

/** How far a client has applied a room. A cursor of another epoch is answered with a reset. */
export const Cursor = Type.Object({ epoch: Epoch, sequence: Sequence }, { additionalProperties: false })
/** See the schema of the same name. */
export type Cursor = Static<typeof Cursor>

/** Which changes a span brings: those above `after`, up to and including `upTo`. */
export type SpanBounds = { after: Sequence; upTo: Sequence }

/**
 * Where a span of changes stands against a cursor (D4, D5): `next` is applied, `seen` is dropped, `gap` means something
 * in between is missing. The one function both ends decide with; an overlap is `next`, because records are states.
 */
export function placeAfter(cursor: Sequence, span: SpanBounds): 'next' | 'seen' | 'gap' {
  if (span.upTo <= cursor) return 'seen'
  return span.after <= cursor ? 'next' : 'gap'
}
