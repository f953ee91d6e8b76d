import type { ConfabRecord, MemberId, MessageRecord } from '@confab/protocol'
import { fold } from '@confab/server/src/search/fold.ts'
import { isMatch } from '@confab/server/src/search/matching.ts'
import { isEmptyQuery, type SearchQuery } from '@confab/server/src/search/query.ts'
import { type Found, foundResults } from '@confab/server/src/search/result.ts'

/** What a query means among all records of a room: the plainest way there is. */
export function searched(
  records: readonly ConfabRecord[],
  query: SearchQuery,
  before: number | null,
  limit: number,
): Found {
  const authors = authorsOf(records, query.from)
  const matches = records
    .filter((record): record is MessageRecord => record.kind === 'message')
    .filter(({ sequence }) => !isEmptyQuery(query) && (before === null || sequence < before))
    .filter((message) => isMatch(query, authors, message))
    .sort((a, b) => b.sequence - a.sequence)
  const messages = matches.slice(0, limit)
  const next = matches.length > limit ? (messages.at(-1)?.sequence ?? null) : null
  return foundResults(query, { messages, next })
}

function authorsOf(records: readonly ConfabRecord[], from: SearchQuery['from']): Set<MemberId> | null {
  if (!from) return null
  if ('memberId' in from) return new Set([from.memberId])
  const members = records.flatMap((record) =>
    record.kind === 'member' ? [{ memberId: record.memberId, name: fold(record.name) }] : [],
  )
  const same = members.filter(({ name }) => name === from.name)
  const begun = members.filter(({ name }) => name.startsWith(from.name))
  return new Set((same.length > 0 ? same : begun).map(({ memberId }) => memberId))
}
