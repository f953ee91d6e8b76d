import type { Store } from '../store/store.ts'

type Call = Exclude<
  keyof Store,
  | 'files'
  | 'attention'
  | 'credentials'
  | 'doors'
  | 'erased'
  | 'handoffs'
  | 'devices'
  | 'reports'
  | 'operator'
  | 'own'
  | 'deeds'
>

/** One call of a store that was stopped on its way back: its answer is known, whoever asked does not have it yet. */
export type HeldCall = {
  /** Resolves when the call has read what it reads. */
  reached: Promise<void>
  answer(): void
  fail(error: Error): void
}

/** A store whose next call can be held up between the disk and the answer, or made to fail. */
export type HeldStore = Store & {
  /** Holds the next call of this name. */
  hold(call: Call): HeldCall
  /** The next calls of this name fail without reading anything. */
  failNext(call: Call, error: Error, times?: number): void
  /** How often it was called. */
  calls(call: Call): number
}

/** Puts a hand on a store. */
export function aHeldStore(store: Store): HeldStore {
  const waiting = new Map<Call, ((answer: unknown) => Promise<void>)[]>()
  const failures = new Map<Call, Error[]>()
  const counts = new Map<Call, number>()

  const around =
    <Args extends unknown[], Answer>(call: Call, run: (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> => {
      counts.set(call, (counts.get(call) ?? 0) + 1)
      const failure = failures.get(call)?.shift()
      if (failure) throw failure
      const answer = await run(...args)
      await waiting.get(call)?.shift()?.(answer)
      return answer
    }

  return {
    commit: around('commit', store.commit),
    findRoom: around('findRoom', store.findRoom),
    readEntry: around('readEntry', store.readEntry),
    readChanges: around('readChanges', store.readChanges),
    readPage: around('readPage', store.readPage),
    readRecords: around('readRecords', store.readRecords),
    readEdits: around('readEdits', store.readEdits),
    readReactors: around('readReactors', store.readReactors),
    readBanned: around('readBanned', store.readBanned),
    search: around('search', store.search),
    readUnindexed: around('readUnindexed', store.readUnindexed),
    readExpired: around('readExpired', store.readExpired),
    indexSegment: around('indexSegment', store.indexSegment),
    readStanding: around('readStanding', store.readStanding),
    revokeToken: around('revokeToken', store.revokeToken),
    readRevoked: around('readRevoked', store.readRevoked),
    readTakenNames: around('readTakenNames', store.readTakenNames),
    readSummaries: around('readSummaries', store.readSummaries),
    readPlace: around('readPlace', store.readPlace),
    saveLastReads: around('saveLastReads', store.saveLastReads),
    readHeads: around('readHeads', store.readHeads),
    files: store.files,
    attention: store.attention,
    credentials: store.credentials,
    doors: store.doors,
    erased: store.erased,
    handoffs: store.handoffs,
    devices: store.devices,
    reports: store.reports,
    deeds: store.deeds,
    operator: store.operator,
    own: store.own,
    close: store.close,
    hold(call) {
      const reached = Promise.withResolvers<void>()
      const answered = Promise.withResolvers<void>()
      const held = async () => {
        reached.resolve()
        await answered.promise
      }
      waiting.set(call, [...(waiting.get(call) ?? []), held])
      return { reached: reached.promise, answer: answered.resolve, fail: answered.reject }
    },
    failNext(call, error, times = 1) {
      failures.set(call, [...(failures.get(call) ?? []), ...Array<Error>(times).fill(error)])
    },
    calls: (call) => counts.get(call) ?? 0,
  }
}
