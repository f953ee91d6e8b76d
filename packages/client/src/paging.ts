import {
  type FetchPage,
  PAGE_RECORDS_MAX,
  type PageReply,
  type RoomId,
  type Sequence,
} from '@confab/protocol'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import type { RoomPort } from './room-port.ts'
import { applyPage, expectPage, forgetPage, type History, type PageUse, reachesEnd } from './timeline.ts'

/** Moves a room's window through its history. The promises resolve once the window moved, or could not. */
export interface Paging {
  loadOlder(): Promise<void>
  loadNewer(): Promise<void>
  showLatest(): Promise<void>
  showAround(sequence: Sequence): Promise<void>
  /** The room started afresh: pages under way are void. */
  reset(): void
}

/** What paging asks of its room. */
export type PagingHost = {
  roomId: RoomId
  port: RoomPort
  history(): History
  become(history: History): void
  /** Records that were read, before they are applied. */
  saw(reply: PageReply): void
}

type Fetch = { where: FetchPage['where']; limit: number; use: PageUse }

/** Makes the paging of one room. */
export function createPaging({ roomId, port, history, become, saw }: PagingHost): Paging {
  const underWay = new Map<string, Promise<void>>()
  let resets = 0

  /** Asks for pages at once and applies them together, in order, so that the view changes once. */
  function fetchAll(fetches: readonly Fetch[]): Promise<void> {
    const began = resets
    const replies = new Map<Fetch, PageReply>()
    let waitsFor = fetches.length
    become(fetches.reduce(expectPage, history()))

    function applyAll(): void {
      if (began !== resets) return
      let next = history()
      // A first page that is missing leaves nothing for the second to adjoin.
      for (const fetch of fetches) {
        const reply = replies.get(fetch)
        if (!reply) break
        saw(reply)
        next = applyPage(next, reply.epoch, reply.page, fetch.use, port)
      }
      become(fetches.reduce(forgetPage, next))
    }

    return new Promise((resolve) => {
      for (const fetch of fetches) {
        const { where, limit } = fetch
        port.requests.ask(
          (ref) => ({ type: 'fetch-page', ref, roomId, where, limit }),
          { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS },
          (answer) => {
            if (answer.ok && answer.value.type === 'page') replies.set(fetch, answer.value)
            waitsFor -= 1
            if (waitsFor > 0) return
            applyAll()
            resolve()
          },
        )
      }
    })
  }

  /** One of a kind at a time: scrolling asks more often than pages come. */
  function once(kind: string, fetches: () => readonly Fetch[]): Promise<void> {
    const present = underWay.get(kind)
    if (present) return present
    const promise = fetchAll(fetches()).finally(() => {
      if (underWay.get(kind) === promise) underWay.delete(kind)
    })
    underWay.set(kind, promise)
    return promise
  }

  return {
    async loadOlder() {
      const { from } = history().window
      if (from === 0) return
      await once('older', () => [{ where: { before: from + 1 }, limit: PAGE_RECORDS_MAX, use: 'older' }])
    },
    async loadNewer() {
      if (reachesEnd(history())) return
      const { to } = history().window
      await once('newer', () => [{ where: { after: to }, limit: PAGE_RECORDS_MAX, use: 'newer' }])
    },
    async showLatest() {
      if (reachesEnd(history())) return
      const before = history().cursor + 1
      await once('latest', () => [{ where: { before }, limit: PAGE_RECORDS_MAX, use: 'instead' }])
    },
    async showAround(sequence) {
      const limit = PAGE_RECORDS_MAX / 2
      await once(`around ${sequence}`, () => [
        { where: { before: sequence + 1 }, limit, use: 'instead' },
        { where: { after: sequence }, limit, use: 'newer' },
      ])
    },
    reset() {
      resets += 1
      underWay.clear()
    },
  }
}
