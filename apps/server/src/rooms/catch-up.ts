import type { Cursor, Epoch, Sequence } from '@confab/protocol'

/** How somebody who comes back is brought up to date. A `replay` still becomes a reset when it turns out too long. */
export type CatchUp = 'nothing-missed' | 'replay' | 'reset'

/** Decides it by the cursor alone: one of another history, or ahead of this one, says nothing about what is held there. */
export function catchUp(cursor: Cursor | null, room: { epoch: Epoch; head: Sequence }): CatchUp {
  if (!cursor || cursor.epoch !== room.epoch || cursor.sequence > room.head) return 'reset'
  return cursor.sequence === room.head ? 'nothing-missed' : 'replay'
}
