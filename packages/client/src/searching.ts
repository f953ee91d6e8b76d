import { type RoomId, SEARCH_RESULTS_MAX, type SearchResult, type Sequence } from '@confab/protocol'
import { type Answer, accepted } from './answer.ts'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import type { RoomPort } from './room-port.ts'

/** What was found, the newest first. `next`: where to go on, as `before`; null when there is nothing more. */
export type Found = { results: readonly SearchResult[]; next: Sequence | null }

/** From where a search goes on, and how many results are wanted. */
export type SearchOptions = { before?: Sequence; limit?: number }

/** Results of one page. */
const PAGE_RESULTS = 20

/**
 * How often the server is asked for one page. It looks at only so much at a time, and a history it has not indexed yet takes it several;
 * past that the page is what there is so far, and says where to go on.
 */
const ASKED_MAX = 6

/** Looks for messages of a room, once more where the server stopped before there was a page of them. */
export function createSearch(roomId: RoomId, { requests }: RoomPort) {
  function ask(query: string, limit: number, before: Sequence | null): Promise<Answer<Found>> {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return new Promise((resolve) => {
      requests.ask(
        (ref) => ({
          type: 'search',
          ref,
          roomId,
          query,
          timeZone,
          limit,
          ...(before === null ? {} : { before }),
        }),
        { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS },
        (answer) => {
          if (!answer.ok) resolve(answer)
          else if (answer.value.type === 'search-results') {
            const { results, next } = answer.value
            resolve(accepted({ results, next }))
          }
        },
      )
    })
  }

  return async (query: string, options: SearchOptions = {}): Promise<Answer<Found>> => {
    const limit = Math.min(options.limit ?? PAGE_RESULTS, SEARCH_RESULTS_MAX)
    let results: readonly SearchResult[] = []
    let next: Sequence | null = options.before ?? null
    for (let asked = 0; asked < ASKED_MAX; asked++) {
      const answer = await ask(query, limit - results.length, next)
      // What was found before the line went is no page: whoever asks again gets all of it.
      if (!answer.ok) return answer
      results = [...results, ...answer.value.results]
      next = answer.value.next
      if (next === null || results.length >= limit) break
    }
    return accepted({ results, next })
  }
}
