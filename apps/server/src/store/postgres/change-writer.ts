import type pg from 'pg'
import {
  COMMIT_RETRY_MS_MAX,
  COMMIT_RETRY_WAIT_MS,
  COMMIT_TRIES_MAX,
  UNKNOWN_COMMIT_MS_MAX,
} from '../../limits.ts'
import { applyChange } from '../change-rules.ts'
import { type Change, type Outcome, StoreUnavailable } from '../store.ts'
import { BatchLedger } from './batch-ledger.ts'
import { sendExpiring } from './expiring.ts'
import { lockRooms, readFacts } from './facts.ts'
import { isThere } from './is-there.ts'
import { isContended, isLineLost, reasonOf } from './postgres-errors.ts'
import { followChanges } from './search-index.ts'
import { CommitUnknown, inTransaction } from './transaction.ts'
import { sendWrites } from './writes.ts'

const PROBE = { name: 'probe', text: 'UPDATE probes SET written = now()' }

/** Writes a batch of changes in one transaction. Rejects with `StoreUnavailable`, and then it may be there all the same. */
export type WriteChanges = (changes: readonly Change[]) => Promise<Outcome[]>

/**
 * The appending of changes. Three ways to the server and back, however many changes: the rooms are locked, what the changes ask after
 * is read, and what they come to is sent together with the COMMIT.
 */
export function createChangeWriter(pool: pg.Pool): WriteChanges {
  return async (changes) => {
    const batch = new Batch(pool, changes)
    const startedAt = performance.now()
    for (let tries = 1; ; tries++) {
      try {
        return await batch.write()
      } catch (error) {
        if (error instanceof CommitUnknown) {
          if (await batch.becameWritten()) return batch.judged
        } else if (!isContended(error) && !isLineLost(error))
          throw new StoreUnavailable(`PostgreSQL refused a commit: ${reasonOf(error)}`, { cause: error })
        if (tries >= COMMIT_TRIES_MAX || performance.now() - startedAt > COMMIT_RETRY_MS_MAX)
          throw new StoreUnavailable(`PostgreSQL took no commit: ${reasonOf(error)}`, { cause: error })
        await pause(Math.random() * COMMIT_RETRY_WAIT_MS * tries)
      }
    }
  }
}

/** The changes of one commit. */
class Batch {
  readonly #pool: pg.Pool
  readonly #changes: readonly Change[]
  /** What they are answered once they are there. */
  judged: Outcome[] = []

  constructor(pool: pg.Pool, changes: readonly Change[]) {
    this.#pool = pool
    this.#changes = changes
  }

  write(): Promise<Outcome[]> {
    const changes = this.#changes
    return inTransaction(this.#pool, async (ask) => {
      if (changes.length === 0) return { answer: [], sent: [ask(PROBE)] }
      const ledger = new BatchLedger(await readFacts(ask, changes, await lockRooms(ask, changes)))
      this.judged = changes.map((change) => applyChange(ledger, change))
      const { changed } = ledger.messageWrites
      const followed = changed.size > 0 ? await followChanges(ask, [...changed.values()]) : []
      const written = sendWrites(ask, ledger)
      const erased = await sendExpiring(ask, ledger.messageWrites.expiredUpTo)
      return { answer: this.judged, sent: [...followed, ...written, ...erased] }
    })
  }

  /** Finds out what became of a commit that was not answered. Rejects when nobody can be asked. */
  async becameWritten(): Promise<boolean> {
    // A probe left nothing that could be looked for; it is to be made again.
    if (this.#changes.length === 0) return false
    const until = performance.now() + UNKNOWN_COMMIT_MS_MAX
    for (;;) {
      try {
        return await this.#isWritten()
      } catch (error) {
        if (performance.now() > until)
          throw new StoreUnavailable('A commit was not answered, and nobody could be asked.', {
            cause: error,
          })
        await pause(COMMIT_RETRY_WAIT_MS)
      }
    }
  }

  /**
   * One record tells of all of them. Its room is locked first: while the transaction is on its way yet, that waits until it has come to
   * its end, one or the other.
   */
  #isWritten(): Promise<boolean> {
    const index = this.judged.findIndex(({ outcome }) => outcome === 'applied')
    const [change, outcome] = [this.#changes[index], this.judged[index]]
    const records = outcome?.outcome === 'applied' ? outcome.records : []
    // A deletion's other records are of what went with it.
    const record = records.find(({ kind }) => kind === 'message') ?? records.at(-1)
    if (!change || !record) return Promise.resolve(true)
    return inTransaction(this.#pool, async (ask) => {
      await lockRooms(ask, [change])
      return { answer: await isThere(ask, change, record), sent: [] }
    })
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
