import { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { readMigrations } from '../migrations.ts'
import type { Change } from '../store.ts'
import { type AttentionReader, prepareAttentionReader } from './attention-reader.ts'
import { prepareAttentionWriter } from './attention-writer.ts'
import { prepareChangeWriter } from './change-writer.ts'
import { type CredentialReader, prepareCredentialReader } from './credential-reader.ts'
import { prepareCredentialWriter } from './credential-writer.ts'
import { createDatabaseHandle } from './database-handle.ts'
import { type DeedReader, prepareDeedPurge, prepareDeedReader } from './deeds.ts'
import { type DeviceReader, prepareDeviceReader } from './device-reader.ts'
import { prepareDeviceWriter } from './device-writer.ts'
import { type DoorReader, prepareDoorReader } from './door-reader.ts'
import { prepareDoorWriter } from './door-writer.ts'
import { type ErasedReader, prepareErasedReader, prepareErasedWriter } from './erased-messages.ts'
import { createErasure } from './erasure.ts'
import { type FileReader, prepareFileReader } from './file-reader.ts'
import { prepareFileWriter } from './file-writer.ts'
import { MIGRATIONS_URL } from './files.ts'
import { prepareHandoffWriter } from './handoff-writer.ts'
import { migrate } from './migrate.ts'
import { prepareOperatorWriter } from './operator-writer.ts'
import { type OwnReader, prepareOwnReader } from './own-reader.ts'
import { packOutcomes, unpackChanges } from './packed.ts'
import { prepareRecordReader, type RecordReader } from './record-reader.ts'
import { prepareReportWriter } from './report-writer.ts'
import type {
  Answer,
  AttentionRequest,
  CredentialRequest,
  DeedRequest,
  DeviceRequest,
  DoorRequest,
  ErasedRequest,
  FileRequest,
  HandoffRequest,
  OperatorRequest,
  OwnRequest,
  Question,
  ReportRequest,
  Request,
  WorkerSettings,
} from './requests.ts'
import { prepareSearchReader } from './search-reader.ts'
import { isDamage } from './sqlite-errors.ts'
import { commitBatch, commitLastReads, commitRevocation, commitSegment, inTransaction } from './writer.ts'

// A thread, because every call of node:sqlite blocks: here an fsync of 50 ms delays no heartbeat, join or page.

/** How long an answer may wait for others to cross with, in milliseconds: about what ten small questions take. */
const ANSWERS_HELD_MS_MAX = 1

/** Changes after which something is not to be on the disk any more. What was erased and brought back was there twice. */
const ERASING: ReadonlySet<Change['kind']> = new Set([
  'delete-message',
  'restore-messages',
  'expire-messages',
])

type Thread = { answer(request: Request): unknown; close(): void }

function createWritingThread({ databasePath, busyTimeoutMs, commitDelayMs }: WorkerSettings): Thread {
  const handle = createDatabaseHandle(
    () => new DatabaseSync(databasePath, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true }),
    (database) => {
      // FULL, not the usual NORMAL: in WAL mode only FULL syncs at every commit, and an ack is a promise (D1).
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384')
      // The same few pages are written again and again. Folding the log back every 16 MiB instead of 4 writes most of them once
      // instead of several times. A long backup lets the log grow beyond that; afterwards it gives its space back.
      database.exec('PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864')
      // What is deleted is overwritten where it stood.
      database.exec('PRAGMA secure_delete = ON')
      migrate(database, readMigrations(MIGRATIONS_URL))
      const changes = prepareChangeWriter(database)
      return {
        ...changes,
        files: prepareFileWriter(database),
        attention: prepareAttentionWriter(database),
        credentials: prepareCredentialWriter(database),
        doors: prepareDoorWriter(database),
        handoffs: prepareHandoffWriter(database),
        deeds: prepareDeedPurge(database),
        devices: prepareDeviceWriter(database, changes.forget),
        erased: prepareErasedWriter(database, () => erasure.deleted()),
        reports: prepareReportWriter(database, () => erasure.deleted()),
        operator: prepareOperatorWriter(database, {
          changed: changes.forget,
          deleted: () => erasure.deleted(),
          revoke: changes.revoke,
        }),
      }
    },
  )
  const erasure = createErasure(() => handle.use().database, busyTimeoutMs)
  return {
    answer(request) {
      if (request.kind === 'open') handle.use()
      else if (request.kind === 'commit') {
        const changes = unpackChanges(request.changes)
        const outcomes = commitBatch(handle, changes, commitDelayMs)
        if (changes.some(({ kind }) => ERASING.has(kind))) erasure.deleted()
        return packOutcomes(changes, outcomes)
      } else if (request.kind === 'revoke') return commitRevocation(handle, request.tokenHash)
      else if (request.kind === 'saveLastReads') return commitLastReads(handle, request.reads)
      else if (request.kind === 'addSegment') return commitSegment(handle, request.segment)
      else if (request.kind === 'files') {
        // With its row a file's name goes.
        if (request.call === 'forget') erasure.deleted()
        return inTransaction(handle, ({ files }) => answerAbout(files, request))
      } else if (request.kind === 'attention')
        return inTransaction(handle, ({ attention }) => answerAbout(attention, request))
      else if (request.kind === 'credentials')
        return inTransaction(handle, ({ credentials }) => answerAbout(credentials, request))
      else if (request.kind === 'doors')
        return inTransaction(handle, ({ doors }) => answerAbout(doors, request))
      else if (request.kind === 'erased')
        return inTransaction(handle, ({ erased }) => answerAbout(erased, request))
      else if (request.kind === 'deeds')
        return inTransaction(handle, ({ deeds }) => answerAbout(deeds, request))
      else if (request.kind === 'handoffs')
        return inTransaction(handle, ({ handoffs }) => answerAbout(handoffs, request))
      else if (request.kind === 'devices')
        return inTransaction(handle, ({ devices }) => answerAbout(devices, request))
      else if (request.kind === 'reports')
        return inTransaction(handle, ({ reports }) => answerAbout(reports, request))
      else if (request.kind === 'operator')
        return inTransaction(handle, ({ operator }) => answerAbout(operator, request))
      else throw new Error(`The writing thread was asked to ${request.kind}.`)
    },
    close() {
      erasure.close()
      handle.close()
    },
  }
}

function createReadingThread({ databasePath, busyTimeoutMs }: WorkerSettings): Thread {
  const handle = createDatabaseHandle(
    () => new DatabaseSync(databasePath, { timeout: busyTimeoutMs, readOnly: true }),
    (database) => ({
      ...prepareRecordReader(database),
      files: prepareFileReader(database),
      attention: prepareAttentionReader(database),
      credentials: prepareCredentialReader(database),
      devices: prepareDeviceReader(database),
      doors: prepareDoorReader(database),
      erased: prepareErasedReader(database),
      own: prepareOwnReader(database),
      deeds: prepareDeedReader(database),
    }),
  )
  return {
    answer(request) {
      const { prepared: read } = handle.use()
      try {
        return answerFrom(read, request)
      } catch (error) {
        handle.close()
        throw error
      }
    },
    close: handle.close,
  }
}

/** Apart from the other readings: a search may take a hundred times as long as they do. */
function createSearchingThread({ databasePath, busyTimeoutMs }: WorkerSettings): Thread {
  const handle = createDatabaseHandle(
    () => new DatabaseSync(databasePath, { timeout: busyTimeoutMs, readOnly: true }),
    (database) => {
      database.exec('PRAGMA cache_size = -16384')
      return prepareSearchReader(database)
    },
  )
  return {
    answer(request) {
      const { prepared: read } = handle.use()
      try {
        if (request.kind === 'search') return read.search(...request.args)
        if (request.kind === 'readSegment') return read.readSegment(request.roomId)
      } catch (error) {
        handle.close()
        throw error
      }
      throw new Error(`The searching thread was asked to ${request.kind}.`)
    },
    close: handle.close,
  }
}

const THREADS = {
  writer: createWritingThread,
  reader: createReadingThread,
  searcher: createSearchingThread,
}

type Readers = RecordReader & {
  files: FileReader
  attention: AttentionReader
  credentials: CredentialReader
  devices: DeviceReader
  doors: DoorReader
  erased: ErasedReader
  own: OwnReader
  deeds: DeedReader
}

function answerFrom(read: Readers, request: Request): unknown {
  switch (request.kind) {
    case 'open':
      return null
    case 'findRoom':
      return read.findRoom(...request.args)
    case 'readEntry':
      return read.readEntry(...request.args)
    case 'readChanges':
      return read.readChanges(...request.args)
    case 'readPage':
      return read.readPage(...request.args)
    case 'readRecords':
      return read.readRecords(...request.args)
    case 'readEdits':
      return read.readEdits(...request.args)
    case 'readBanned':
      return read.readBanned(...request.args)
    case 'readReactors':
      return read.readReactors(...request.args)
    case 'readStanding':
      return read.readStanding(...request.args)
    case 'readRevoked':
      return read.readRevoked(...request.args)
    case 'readTakenNames':
      return read.readTakenNames(...request.args)
    case 'readSummaries':
      return read.readSummaries(...request.args)
    case 'readPlace':
      return read.readPlace(...request.args)
    case 'readHeads':
      return read.readHeads(...request.args)
    case 'readUnindexed':
      return read.readUnindexed(...request.args)
    case 'readExpired':
      return read.readExpired(...request.args)
    case 'files':
      return answerAbout(read.files, request)
    case 'attention':
      return answerAbout(read.attention, request)
    case 'credentials':
      return answerAbout(read.credentials, request)
    case 'devices':
      return answerAbout(read.devices, request)
    case 'doors':
      return answerAbout(read.doors, request)
    case 'erased':
      return answerAbout(read.erased, request)
    case 'own':
      return answerAbout(read.own, request)
    case 'deeds':
      return answerAbout(read.deeds, request)
    case 'handoffs':
    case 'operator':
    case 'reports':
    case 'commit':
    case 'revoke':
    case 'saveLastReads':
    case 'addSegment':
    case 'search':
    case 'readSegment':
      throw new Error(`The reading thread was asked to ${request.kind}.`)
    default:
      throw new Error(`The reading thread was asked to ${(request satisfies never as Request).kind}.`)
  }
}

type TableRequest =
  | FileRequest
  | AttentionRequest
  | CredentialRequest
  | DoorRequest
  | ErasedRequest
  | HandoffRequest
  | DeedRequest
  | DeviceRequest
  | OperatorRequest
  | ReportRequest
  | OwnRequest

/** The call of that name; the compiler cannot see that its arguments came with it. */
function answerAbout(table: object, { kind, call, args }: TableRequest): unknown {
  const known: Partial<Record<string, (...args: unknown[]) => unknown>> = { ...table }
  const answer = known[call]
  if (!answer) throw new Error(`The thread was asked to ${call} ${kind}.`)
  return answer(...args)
}

function serve(port: MessagePort, thread: Thread): void {
  port.on('message', (message: readonly Question[] | 'close') => {
    if (message === 'close') {
      thread.close()
      port.close()
      return
    }
    let answers: Answer[] = []
    let since = performance.now()
    for (const question of message) {
      answers.push(answerTo(question, thread))
      // Nobody waits for long work of others that came behind their own question.
      if (performance.now() - since < ANSWERS_HELD_MS_MAX) continue
      port.postMessage(answers)
      answers = []
      since = performance.now()
    }
    if (answers.length > 0) port.postMessage(answers)
  })
}

function answerTo({ id, text }: Question, thread: Thread): Answer {
  try {
    const value = thread.answer(JSON.parse(text) as Request)
    return { id, ok: true, text: JSON.stringify(value ?? null) }
  } catch (error) {
    return { id, ok: false, reason: describe(error), isDamage: isDamage(error) }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message
}

const settings = workerData as WorkerSettings
if (parentPort) serve(parentPort, THREADS[settings.role](settings))
