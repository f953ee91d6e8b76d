import type { MessageRecord, Search } from '@confab/protocol'
import type { TinyRoom } from './tiny-room.ts'

/** Messages one search of the tiny server looks at. */
const LOOKED_AT_MAX = 4

/** What a query means to it, by its letters alone, among the next few messages. */
export function searched(
  { roomId, epoch, records }: TinyRoom,
  { query, before = Number.POSITIVE_INFINITY, limit }: Search,
) {
  const messages = records
    .filter((record): record is MessageRecord => record.kind === 'message')
    .filter(({ sequence }) => sequence < before)
    .sort((a, b) => b.sequence - a.sequence)
  const looked = messages.slice(0, LOOKED_AT_MAX)
  const found = looked.filter(({ body }) => body.includes(query)).slice(0, limit)
  const last = (found.length === limit ? found : looked).at(-1)
  const isMore = last !== undefined && messages.at(-1) !== last
  const results = found.map(({ messageId, sequence, authorId, authorName, postedAt, body }) => ({
    messageId,
    sequence,
    authorId,
    authorName,
    postedAt,
    excerpt: body,
    hits: [],
    isCutBefore: false,
    isCutAfter: false,
    fileCount: 0,
  }))
  return { roomId, epoch, results, next: isMore ? last.sequence : null }
}
