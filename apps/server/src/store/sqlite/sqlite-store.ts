import { statSync } from 'node:fs'
import type { RoomId } from '@confab/protocol'
import { type Log, silentLog } from '../../observability/log.ts'
import { type Head, type Store, StoreUnavailable } from '../store.ts'
import { type DataPaths, takeDataDirectory } from './data-directory.ts'
import { WORKER_URL } from './files.ts'
import { refuseMoved } from './moved-mark.ts'
import { type PackedOutcome, packChanges, unpackOutcomes } from './packed.ts'
import { readyDatabase } from './ready-database.ts'
import type { EntryRows } from './record-reader.ts'
import { finishReplacing } from './replace-database.ts'
import type { Request, WorkerSettings } from './requests.ts'
import type { PackedSegment } from './search-reader.ts'
import { isLogLeft, writeStopMark } from './stop-mark.ts'
import { openWorkerLine, type WorkerLine } from './worker-line.ts'

export { DataDirectoryInUse } from './data-directory.ts'
export { DatabaseDamaged } from './sqlite-errors.ts'

/** How often it is looked whether the database file is still the one that was opened, in milliseconds. */
const LOOK_MS = 5_000

/** Where an SQLite store lives, and how patient it is. */
export type SqliteStoreOptions = {
  directory: string
  /** How long to wait for another program that has the file open, a backup say. */
  busyTimeoutMs?: number
  /** Makes every commit this much slower, as a bad disk would. For tests. */
  commitDelayMs?: number
  log?: Log
  /** The database turned out to be damaged, or was taken away. From now on everything is unavailable. Called once. */
  damaged?: () => void
}

/**
 * Opens the store of a data directory, making, checking or migrating it as needed. One thread writes, another reads, so neither
 * the disk nor a long page holds up the event loop or each other. Rejects with `DataDirectoryInUse` when the directory is
 * taken, with `DatabaseDamaged` when what lies there cannot be trusted, and with `DataMoved` when it is served from elsewhere.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { busyTimeoutMs = 5_000, commitDelayMs = 0, log = silentLog } = options
  const { paths, release } = takeDataDirectory(options.directory)
  try {
    finishReplacing(paths)
    refuseMoved(paths)
    await readyDatabase(paths, log)
  } catch (error) {
    release()
    throw error
  }

  let isDamaged = false
  const damaged = (reason: string) => {
    if (isDamaged) return
    isDamaged = true
    log.error('database-damaged', { problem: reason })
    options.damaged?.()
  }
  const settings = { databasePath: paths.database, busyTimeoutMs, commitDelayMs }
  // Both threads start at once; only their opening of the file has an order.
  const writer = openWorkerLine(WORKER_URL, { ...settings, role: 'writer' } satisfies WorkerSettings, damaged)
  const reader = openWorkerLine(WORKER_URL, { ...settings, role: 'reader' } satisfies WorkerSettings, damaged)
  // Not before somebody searches, or there is much to index: most small servers do without the thread.
  let searcher: WorkerLine | null = null
  const searching = () => {
    searcher ??= openWorkerLine(
      WORKER_URL,
      { ...settings, role: 'searcher' } satisfies WorkerSettings,
      damaged,
    )
    return searcher
  }
  let watching: { look(): void; stop(): void } | null = null
  const close = async () => {
    watching?.look()
    watching?.stop()
    // Only what was open and is whole was closed in order.
    const isInOrder = watching !== null && !isDamaged
    if (isInOrder) writeStopMark(paths, 'between')
    // The writer last: the last handle to close folds the log into the database file.
    await Promise.all([reader.close(), searcher?.close()])
    await writer.close()
    try {
      // Whoever reads meanwhile, a backup say, keeps the log from being folded; then the next start checks.
      if (isInOrder && !isLogLeft(paths.database)) writeStopMark(paths, 'closed')
    } finally {
      release()
    }
  }
  try {
    await writer.ask({ kind: 'open' })
    await reader.ask({ kind: 'open' })
    writeStopMark(paths, 'open')
    watching = watchFile(paths, damaged)
    return storeOn({ writer, reader, searching }, close, () => isDamaged)
  } catch (error) {
    await close()
    throw error
  }
}

/** SQLite itself does not notice that its file was taken away, and would go on writing where nobody finds it. */
function watchFile({ database }: DataPaths, damaged: (reason: string) => void) {
  const inodeOf = () => statSync(database, { bigint: true, throwIfNoEntry: false })?.ino
  const opened = inodeOf()
  const look = () => {
    let current: bigint | undefined
    try {
      current = inodeOf()
    } catch {
      // A disk that cannot be asked is one the next commit or read finds, and tells of.
      return
    }
    if (current !== opened) damaged('its file was taken away or replaced while the server ran')
  }
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}

function storeOn(
  { writer, reader, searching }: { writer: WorkerLine; reader: WorkerLine; searching: () => WorkerLine },
  closeAll: () => Promise<void>,
  isDamaged: () => boolean,
): Store {
  let closed: Promise<void> | null = null

  // The thread answers with what the function of the same name returns, which the compiler cannot see across it.
  async function ask<T>(line: WorkerLine, request: Request): Promise<T> {
    if (closed) throw new StoreUnavailable('The store is closed.')
    // Reading on could show a wrong order, writing on could make it worse.
    if (isDamaged()) throw new StoreUnavailable('The database is damaged.')
    return (await line.ask(request)) as T
  }

  /** On a line that is opened only now. */
  const asked = async <T>(line: () => WorkerLine, request: Request): Promise<T> => {
    if (closed) throw new StoreUnavailable('The store is closed.')
    return ask<T>(line(), request)
  }

  return {
    async commit(changes) {
      const packed = await ask<PackedOutcome[]>(writer, { kind: 'commit', changes: packChanges(changes) })
      return unpackOutcomes(changes, packed)
    },
    findRoom: (...args) => ask(reader, { kind: 'findRoom', args }),
    async readEntry(...args) {
      const entry = await ask<EntryRows | null>(reader, { kind: 'readEntry', args })
      return entry && { ...entry, members: new Map(entry.members), lastReads: new Map(entry.lastReads) }
    },
    readChanges: (...args) => ask(reader, { kind: 'readChanges', args }),
    readPage: (...args) => ask(reader, { kind: 'readPage', args }),
    readRecords: (...args) => ask(reader, { kind: 'readRecords', args }),
    readEdits: (...args) => ask(reader, { kind: 'readEdits', args }),
    readBanned: (...args) => ask(reader, { kind: 'readBanned', args }),
    readReactors: (...args) => ask(reader, { kind: 'readReactors', args }),
    search: (...args) => asked(searching, { kind: 'search', args }),
    readUnindexed: (...args) => ask(reader, { kind: 'readUnindexed', args }),
    readExpired: (...args) => ask(reader, { kind: 'readExpired', args }),
    async indexSegment(roomId) {
      const segment = await asked<PackedSegment | null>(searching, { kind: 'readSegment', roomId })
      if (!segment) return false
      await ask(writer, { kind: 'addSegment', segment })
      return true
    },
    readStanding: (...args) => ask(reader, { kind: 'readStanding', args }),
    revokeToken: (tokenHash) => ask(writer, { kind: 'revoke', tokenHash }),
    readRevoked: (...args) => ask(reader, { kind: 'readRevoked', args }),
    readPlace: (...args) => ask(reader, { kind: 'readPlace', args }),
    saveLastReads: (reads) => ask(writer, { kind: 'saveLastReads', reads }),
    readSummaries: (...args) => ask(reader, { kind: 'readSummaries', args }),
    async readTakenNames(...args) {
      return new Set(await ask<string[]>(reader, { kind: 'readTakenNames', args }))
    },
    async readHeads(...args) {
      const heads = await ask<({ roomId: RoomId } & Head)[]>(reader, { kind: 'readHeads', args })
      return new Map(heads.map(({ roomId, epoch, head }) => [roomId, { epoch, head }]))
    },
    files: {
      reserve: (...args) => ask(writer, { kind: 'files', call: 'reserve', args }),
      expectBytes: (...args) => ask(writer, { kind: 'files', call: 'expectBytes', args }),
      finish: (...args) => ask(writer, { kind: 'files', call: 'finish', args }),
      discard: (...args) => ask(writer, { kind: 'files', call: 'discard', args }),
      forget: (...args) => ask(writer, { kind: 'files', call: 'forget', args }),
      findUpload: (...args) => ask(reader, { kind: 'files', call: 'findUpload', args }),
      findPosted: (...args) => ask(reader, { kind: 'files', call: 'findPosted', args }),
      readPosted: (...args) => ask(reader, { kind: 'files', call: 'readPosted', args }),
      readDue: (...args) => ask(reader, { kind: 'files', call: 'readDue', args }),
      readSpaceTaken: (...args) => ask(reader, { kind: 'files', call: 'readSpaceTaken', args }),
      readLinkKey: (...args) => ask(reader, { kind: 'files', call: 'readLinkKey', args }),
    },
    attention: {
      read: (...args) => ask(reader, { kind: 'attention', call: 'read', args }),
      setLevel: (...args) => ask(writer, { kind: 'attention', call: 'setLevel', args }),
      setIgnored: (...args) => ask(writer, { kind: 'attention', call: 'setIgnored', args }),
      setQuiet: (...args) => ask(writer, { kind: 'attention', call: 'setQuiet', args }),
      subscribe: (...args) => ask(writer, { kind: 'attention', call: 'subscribe', args }),
      unsubscribe: (...args) => ask(writer, { kind: 'attention', call: 'unsubscribe', args }),
      forget: (...args) => ask(writer, { kind: 'attention', call: 'forget', args }),
      keepPushKey: (...args) => ask(writer, { kind: 'attention', call: 'keepPushKey', args }),
      readListened: (...args) => ask(reader, { kind: 'attention', call: 'readListened', args }),
      readListeners: (...args) => ask(reader, { kind: 'attention', call: 'readListeners', args }),
      readSubjects: (...args) => ask(reader, { kind: 'attention', call: 'readSubjects', args }),
    },
    credentials: {
      read: (...args) => ask(reader, { kind: 'credentials', call: 'read', args }),
      keepUserHandle: (...args) => ask(writer, { kind: 'credentials', call: 'keepUserHandle', args }),
      addPasskey: (...args) => ask(writer, { kind: 'credentials', call: 'addPasskey', args }),
      findPasskey: (...args) => ask(reader, { kind: 'credentials', call: 'findPasskey', args }),
      removePasskey: (...args) => ask(writer, { kind: 'credentials', call: 'removePasskey', args }),
      setPassword: (...args) => ask(writer, { kind: 'credentials', call: 'setPassword', args }),
      findPassword: (...args) => ask(reader, { kind: 'credentials', call: 'findPassword', args }),
      removePassword: (...args) => ask(writer, { kind: 'credentials', call: 'removePassword', args }),
      setRecoveryCodes: (...args) => ask(writer, { kind: 'credentials', call: 'setRecoveryCodes', args }),
      erase: (...args) => ask(writer, { kind: 'credentials', call: 'erase', args }),
    },
    doors: {
      readPassword: (...args) => ask(reader, { kind: 'doors', call: 'readPassword', args }),
      readOwnerCode: (...args) => ask(reader, { kind: 'doors', call: 'readOwnerCode', args }),
      readPlate: (...args) => ask(reader, { kind: 'doors', call: 'readPlate', args }),
      knock: (...args) => ask(writer, { kind: 'doors', call: 'knock', args }),
      withdraw: (...args) => ask(writer, { kind: 'doors', call: 'withdraw', args }),
      readKnocks: (...args) => ask(reader, { kind: 'doors', call: 'readKnocks', args }),
      answer: (...args) => ask(writer, { kind: 'doors', call: 'answer', args }),
      barAddress: (...args) => ask(writer, { kind: 'doors', call: 'barAddress', args }),
      isBarred: (...args) => ask(reader, { kind: 'doors', call: 'isBarred', args }),
    },
    devices: {
      list: (...args) => ask(reader, { kind: 'devices', call: 'list', args }),
      rooms: (...args) => ask(reader, { kind: 'devices', call: 'rooms', args }),
      note: (...args) => ask(writer, { kind: 'devices', call: 'note', args }),
      end: (...args) => ask(writer, { kind: 'devices', call: 'end', args }),
      signIn: (...args) => ask(writer, { kind: 'devices', call: 'signIn', args }),
      keepChallenge: (...args) => ask(writer, { kind: 'devices', call: 'keepChallenge', args }),
      takeChallenge: (...args) => ask(writer, { kind: 'devices', call: 'takeChallenge', args }),
    },
    handoffs: {
      make: (...args) => ask(writer, { kind: 'handoffs', call: 'make', args }),
      look: (...args) => ask(writer, { kind: 'handoffs', call: 'look', args }),
      take: (...args) => ask(writer, { kind: 'handoffs', call: 'take', args }),
    },
    reports: {
      add: (...args) => ask(writer, { kind: 'reports', call: 'add', args }),
      settle: (...args) => ask(writer, { kind: 'reports', call: 'settle', args }),
      purge: (...args) => ask(writer, { kind: 'reports', call: 'purge', args }),
      countOpen: (...args) => ask(writer, { kind: 'reports', call: 'countOpen', args }),
    },
    operator: {
      deleteRoom: (...args) => ask(writer, { kind: 'operator', call: 'deleteRoom', args }),
      eraseDeleted: (...args) => ask(writer, { kind: 'operator', call: 'eraseDeleted', args }),
      endIdentity: (...args) => ask(writer, { kind: 'operator', call: 'endIdentity', args }),
    },
    own: {
      attention: (...args) => ask(reader, { kind: 'own', call: 'attention', args }),
      rooms: (...args) => ask(reader, { kind: 'own', call: 'rooms', args }),
      reports: (...args) => ask(reader, { kind: 'own', call: 'reports', args }),
      stretch: (...args) => ask(reader, { kind: 'own', call: 'stretch', args }),
    },
    deeds: {
      read: (...args) => ask(reader, { kind: 'deeds', call: 'read', args }),
      purge: (...args) => ask(writer, { kind: 'deeds', call: 'purge', args }),
    },
    erased: {
      readErased: (...args) => ask(reader, { kind: 'erased', call: 'readErased', args }),
      purge: (...args) => ask(writer, { kind: 'erased', call: 'purge', args }),
    },
    close() {
      closed ??= closeAll()
      return closed
    },
  }
}
