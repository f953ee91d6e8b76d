import type { MemberId, MessageId } from '@confab/protocol'
import type { IgnoredRow, Row } from '../rows.ts'

/** What somebody asked to see all the same, as long as this page stands. */
let unfolded = $state.raw<ReadonlySet<MessageId>>(new Set())

/** Shows messages that were folded. */
export function unfold(messageIds: readonly MessageId[]): void {
  unfolded = new Set([...unfolded, ...messageIds])
}

/** The rows, with what those who are ignored wrote in a row as one line. */
export function foldIgnored(rows: readonly Row[], ignored: ReadonlySet<MemberId>): readonly Row[] {
  if (ignored.size === 0) return rows
  const folded: Row[] = []
  for (const row of rows) {
    const isFolded = row.kind === 'message' && ignored.has(row.authorId) && !unfolded.has(row.key)
    const above = folded.at(-1)
    if (!isFolded) folded.push(row)
    else if (above?.kind === 'ignored') folded[folded.length - 1] = withMore(above, row.key)
    else folded.push({ kind: 'ignored', key: `ignored:${row.key}`, messageIds: [row.key] })
  }
  return folded
}

const withMore = (line: IgnoredRow, messageId: MessageId): IgnoredRow => ({
  ...line,
  messageIds: [...line.messageIds, messageId],
})
