import type { MessageRecord, SearchResult, Sequence } from '@confab/protocol'
import { excerptOf } from './matching.ts'
import type { SearchQuery } from './query.ts'
import type { FoundMessages } from './searching.ts'

/** What a store answers to a search. */
export type Found = { results: SearchResult[]; next: Sequence | null }

/** What was found, as it is told. */
export function foundResults(query: SearchQuery, { messages, next }: FoundMessages): Found {
  return { results: messages.map((message) => resultOf(query, message)), next }
}

function resultOf(query: SearchQuery, message: MessageRecord): SearchResult {
  const { messageId, sequence, authorId, authorName, postedAt, body, files } = message
  const { text: excerpt, hits, isCutBefore, isCutAfter } = excerptOf(query, body)
  const fileCount = files?.length ?? 0
  return {
    messageId,
    sequence,
    authorId,
    authorName,
    postedAt,
    excerpt,
    hits,
    isCutBefore,
    isCutAfter,
    fileCount,
  }
}
