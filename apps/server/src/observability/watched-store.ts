import type { Clock } from '../clock.ts'
import { type Outcome, type Store, StoreUnavailable } from '../store/store.ts'
import type { Counters, StoreAccess } from './counters.ts'
import { errorFields, type Log } from './log.ts'

/** How long nothing may have failed before one success counts as being well again, in milliseconds: no flapping in the log. */
const WELL_AFTER_MS = 5_000

/** How often the log is told that a store still fails, in milliseconds. */
const STILL_FAILING_MS = 30_000

/** What watching a store takes. */
export type WatchedStoreOptions = { counters: Counters; clock: Clock; log: Log }

/**
 * The same store, with what it does counted and timed, once a call. The log is told when reading or writing begins to fail
 * and when it is well again, with one line now and then between the two.
 */
export function watchedStore(store: Store, { counters, clock, log }: WatchedStoreOptions): Store {
  const health = { write: new Health('write', clock, log), read: new Health('read', clock, log) }

  const watched =
    <Args extends unknown[], Answer>(
      access: StoreAccess,
      call: (...args: Args) => Promise<Answer>,
      onAnswer?: (answer: Answer) => void,
    ) =>
    async (...args: Args): Promise<Answer> => {
      const askedAt = clock.monotonic()
      let answer: Answer
      try {
        answer = await call(...args)
      } catch (error) {
        counters.storeFailures[access] += 1
        health[access].failed(error)
        throw error
      }
      counters.storeSeconds[access].observe((clock.monotonic() - askedAt) / 1000)
      health[access].succeeded()
      onAnswer?.(answer)
      return answer
    }

  return {
    commit: watched('write', store.commit, (outcomes) => countOutcomes(outcomes, counters)),
    findRoom: watched('read', store.findRoom),
    readEntry: watched('read', store.readEntry),
    readChanges: watched('read', store.readChanges),
    readPage: watched('read', store.readPage),
    readRecords: watched('read', store.readRecords),
    readEdits: watched('read', store.readEdits),
    readReactors: watched('read', store.readReactors),
    readBanned: watched('read', store.readBanned),
    search: watched('read', store.search),
    readUnindexed: watched('read', store.readUnindexed),
    readExpired: watched('read', store.readExpired),
    indexSegment: watched('write', store.indexSegment),
    readStanding: watched('read', store.readStanding),
    revokeToken: watched('write', store.revokeToken),
    readRevoked: watched('read', store.readRevoked),
    readTakenNames: watched('read', store.readTakenNames),
    readSummaries: watched('read', store.readSummaries),
    readPlace: watched('read', store.readPlace),
    saveLastReads: watched('write', store.saveLastReads),
    readHeads: watched('read', store.readHeads),
    files: {
      reserve: watched('write', store.files.reserve),
      expectBytes: watched('write', store.files.expectBytes),
      finish: watched('write', store.files.finish),
      discard: watched('write', store.files.discard),
      forget: watched('write', store.files.forget),
      findUpload: watched('read', store.files.findUpload),
      findPosted: watched('read', store.files.findPosted),
      readPosted: watched('read', store.files.readPosted),
      readDue: watched('read', store.files.readDue),
      readSpaceTaken: watched('read', store.files.readSpaceTaken),
      readLinkKey: watched('read', store.files.readLinkKey),
    },
    attention: {
      read: watched('read', store.attention.read),
      setLevel: watched('write', store.attention.setLevel),
      setIgnored: watched('write', store.attention.setIgnored),
      setQuiet: watched('write', store.attention.setQuiet),
      subscribe: watched('write', store.attention.subscribe),
      unsubscribe: watched('write', store.attention.unsubscribe),
      forget: watched('write', store.attention.forget),
      keepPushKey: watched('write', store.attention.keepPushKey),
      readListened: watched('read', store.attention.readListened),
      readListeners: watched('read', store.attention.readListeners),
      readSubjects: watched('read', store.attention.readSubjects),
    },
    credentials: {
      read: watched('read', store.credentials.read),
      keepUserHandle: watched('write', store.credentials.keepUserHandle),
      addPasskey: watched('write', store.credentials.addPasskey),
      findPasskey: watched('read', store.credentials.findPasskey),
      removePasskey: watched('write', store.credentials.removePasskey),
      setPassword: watched('write', store.credentials.setPassword),
      findPassword: watched('read', store.credentials.findPassword),
      removePassword: watched('write', store.credentials.removePassword),
      setRecoveryCodes: watched('write', store.credentials.setRecoveryCodes),
      erase: watched('write', store.credentials.erase),
    },
    devices: {
      list: watched('read', store.devices.list),
      rooms: watched('read', store.devices.rooms),
      note: watched('write', store.devices.note),
      end: watched('write', store.devices.end),
      signIn: watched('write', store.devices.signIn),
      keepChallenge: watched('write', store.devices.keepChallenge),
      takeChallenge: watched('write', store.devices.takeChallenge),
    },
    handoffs: {
      make: watched('write', store.handoffs.make),
      look: watched('read', store.handoffs.look),
      take: watched('write', store.handoffs.take),
    },
    reports: {
      add: watched('write', store.reports.add),
      settle: watched('write', store.reports.settle),
      purge: watched('write', store.reports.purge),
      countOpen: watched('read', store.reports.countOpen),
    },
    operator: {
      deleteRoom: watched('write', store.operator.deleteRoom),
      eraseDeleted: watched('write', store.operator.eraseDeleted),
      endIdentity: watched('write', store.operator.endIdentity),
    },
    own: {
      attention: watched('read', store.own.attention),
      rooms: watched('read', store.own.rooms),
      reports: watched('read', store.own.reports),
      stretch: watched('read', store.own.stretch),
    },
    deeds: {
      read: watched('read', store.deeds.read),
      purge: watched('write', store.deeds.purge),
    },
    erased: {
      readErased: watched('read', store.erased.readErased),
      purge: watched('write', store.erased.purge),
    },
    doors: {
      readPassword: watched('read', store.doors.readPassword),
      readOwnerCode: watched('read', store.doors.readOwnerCode),
      readPlate: watched('read', store.doors.readPlate),
      knock: watched('write', store.doors.knock),
      withdraw: watched('write', store.doors.withdraw),
      readKnocks: watched('read', store.doors.readKnocks),
      answer: watched('write', store.doors.answer),
      barAddress: watched('write', store.doors.barAddress),
      isBarred: watched('read', store.doors.isBarred),
    },
    close: store.close,
  }
}

function countOutcomes(outcomes: readonly Outcome[], { changes, commitChanges }: Counters): void {
  commitChanges.observe(outcomes.length)
  for (const { outcome } of outcomes) changes[outcome] += 1
}

/** Whether one kind of access works, told to the log at its turns. */
class Health {
  readonly #access: StoreAccess
  readonly #clock: Clock
  readonly #log: Log
  /** Since when it fails and how often; null while it is well. */
  #failing: { since: number; failures: number; failedAt: number; toldAt: number } | null = null

  constructor(access: StoreAccess, clock: Clock, log: Log) {
    this.#access = access
    this.#clock = clock
    this.#log = log
  }

  failed(error: unknown): void {
    const now = this.#clock.monotonic()
    if (!this.#failing) {
      this.#failing = { since: now, failures: 1, failedAt: now, toldAt: now }
      this.#log.error('store-failing', { access: this.#access, ...storeErrorFields(error) })
      return
    }
    this.#failing.failures += 1
    this.#failing.failedAt = now
    if (now - this.#failing.toldAt < STILL_FAILING_MS) return
    this.#failing.toldAt = now
    this.#log.error('store-still-failing', { ...this.#lasting(now), ...storeErrorFields(error) })
  }

  succeeded(): void {
    if (!this.#failing) return
    const now = this.#clock.monotonic()
    if (now - this.#failing.failedAt < WELL_AFTER_MS) return
    this.#log.info('store-well', this.#lasting(now))
    this.#failing = null
  }

  #lasting(now: number) {
    const { since, failures } = this.#failing ?? { since: now, failures: 0 }
    return { access: this.#access, failures, forMs: Math.round(now - since) }
  }
}

/** Why the store failed, in the database's own words: they name files, tables and columns, never what is in them. */
function storeErrorFields(error: unknown) {
  return { ...errorFields(error), reason: error instanceof StoreUnavailable ? error.message : null }
}
