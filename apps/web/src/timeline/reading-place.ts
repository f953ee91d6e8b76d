import type { Timeline } from '@confab/client'
import type { Sequence } from '@confab/protocol'
import type { Anchor } from './scroll-anchor.ts'

/** Where somebody is in a conversation: at its end, or at a line, whose place in the history finds it again. */
export type ReadingPlace = { isPinned: boolean; anchor: Anchor | null; sequence: Sequence | null }

/** Reads the place off the list. A line that is not sent yet has none in the history. */
export function readingPlace(
  list: { isPinned: boolean; anchor: Anchor | null },
  timeline: Pick<Timeline, 'records'>,
): ReadingPlace {
  const { isPinned, anchor } = list
  const record = timeline.records.find(
    (record) => record.kind === 'message' && record.messageId === anchor?.key,
  )
  return { isPinned, anchor, sequence: record?.sequence ?? null }
}
