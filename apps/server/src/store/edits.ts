// Not from the whole protocol, which each database thread would have to load.
import { PAGE_BYTES_MAX } from '@confab/protocol/limits'
import type { Edit } from './store.ts'

/** As many of a message's earlier bodies as a page may carry, given the newest first; the answer begins with the oldest of them. */
export function editsOf(newestFirst: readonly Edit[]): { edits: Edit[]; isComplete: boolean } {
  const edits: Edit[] = []
  let bytes = 0
  for (const edit of newestFirst) {
    bytes += Buffer.byteLength(JSON.stringify(edit))
    if (edits.length > 0 && bytes > PAGE_BYTES_MAX) break
    edits.push(edit)
  }
  return { edits: edits.toReversed(), isComplete: edits.length === newestFirst.length }
}
