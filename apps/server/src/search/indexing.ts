import type { RoomId, Sequence } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { INDEX_LOOK_MS, INDEX_REST_MS, INDEX_RETRY_MS, INDEX_ROOMS_READ_MAX } from '../limits.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { Outcome, Store } from '../store/store.ts'
import { SEGMENT_PLACES } from './postings.ts'

/** A store whose history is indexed beside all else. */
export type IndexedStore = { store: Store; stop(): Promise<void> }

/**
 * Keeps what is searched indexed: at the start whatever is not, then each room as its stretches fill. A commit does nothing of it and
 * waits for nothing of it. What is indexed is in the store, so whoever is killed goes on where they were.
 */
export function keepIndexed(store: Store, clock: Clock, log: Log): IndexedStore {
  const waiting = new Set<RoomId>()
  let isStopped = false
  let cancel = () => {}
  let working: Promise<void> | null = null

  function rest(ms: number): void {
    cancel()
    if (!isStopped) cancel = clock.after(ms, work)
  }

  function work(): void {
    if (working || isStopped) return
    working = step()
      .catch((error: unknown) => {
        log.warn('index-failed', errorFields(error))
        return INDEX_RETRY_MS
      })
      .then((ms) => {
        working = null
        if (ms !== null) rest(ms)
      })
  }

  /** One stretch of one room. Answers how long to rest, null when there is nothing to do. */
  async function step(): Promise<number | null> {
    const [roomId] = waiting
    if (roomId === undefined) return null
    const isMore = await store.indexSegment(roomId)
    waiting.delete(roomId)
    // Behind the others: nobody's room waits for a huge one.
    if (isMore) waiting.add(roomId)
    return isMore ? INDEX_REST_MS : 0
  }

  /** Looks for what is not indexed, whoever left it. */
  async function look(): Promise<void> {
    try {
      for (let after: RoomId | null = null; !isStopped; ) {
        const rooms: RoomId[] = await store.readUnindexed(after, INDEX_ROOMS_READ_MAX)
        for (const roomId of rooms) waiting.add(roomId)
        after = rooms.at(-1) ?? null
        if (rooms.length < INDEX_ROOMS_READ_MAX) break
      }
    } catch (error) {
      log.warn('index-failed', errorFields(error))
    }
    work()
  }

  let cancelLook = () => {}
  const lookAgain = () => {
    void look()
    cancelLook = clock.after(INDEX_LOOK_MS, lookAgain)
  }
  lookAgain()

  return {
    store: {
      ...store,
      async commit(changes) {
        const outcomes = await store.commit(changes)
        for (const [i, outcome] of outcomes.entries()) {
          const roomId = changes[i]?.roomId
          if (roomId !== undefined && isFilling(outcome)) waiting.add(roomId)
        }
        if (waiting.size > 0 && !working) work()
        return outcomes
      },
    },
    async stop() {
      isStopped = true
      cancel()
      cancelLook()
      await working
    },
  }
}

/** Whether a change was the last of a stretch of its room's history. */
const isFilling = (outcome: Outcome): boolean =>
  outcome.outcome === 'applied' && outcome.records.some(({ version }) => isLast(version))

const isLast = (sequence: Sequence): boolean => (sequence + 1) % SEGMENT_PLACES === 0
