import { DatabaseSync } from 'node:sqlite'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { MIGRATIONS_URL } from './files.ts'
import { migrate, readMigrations } from './migrate.ts'
import { createReader } from './reader.ts'
import type { RecordReader } from './record-reader.ts'
import type { Answer, Request, WorkerSettings } from './requests.ts'
import { createWriter } from './writer.ts'

// A thread, because every call of node:sqlite blocks: here an fsync of 50 ms delays no heartbeat, join or page.

const { role, databasePath, busyTimeoutMs, commitDelayMs } = workerData as WorkerSettings

function openForWriting(): DatabaseSync {
  const database = new DatabaseSync(databasePath, {
    timeout: busyTimeoutMs,
    enableForeignKeyConstraints: true,
  })
  // FULL, not the usual NORMAL: in WAL mode only FULL syncs at every commit, and an ack is a promise (D1).
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384')
  migrate(database, readMigrations(MIGRATIONS_URL))
  return database
}

function openForReading(): DatabaseSync {
  return new DatabaseSync(databasePath, { timeout: busyTimeoutMs, readOnly: true })
}

function answerFrom(read: RecordReader, request: Request): unknown {
  switch (request.kind) {
    case 'findRoom':
      return read.findRoom(...request.args)
    case 'readEntry':
      return read.readEntry(...request.args)
    case 'readChanges':
      return read.readChanges(...request.args)
    case 'readPage':
      return read.readPage(...request.args)
    case 'readTakenNames':
      return read.readTakenNames(...request.args)
    case 'readSummaries':
      return read.readSummaries(...request.args)
    case 'readHeads':
      return read.readHeads(...request.args)
    default:
      throw new Error(`The reader was asked to ${request.kind}.`)
  }
}

function createReadingThread() {
  const reader = createReader(openForReading)
  return {
    answer: (request: Request) =>
      request.kind === 'open' ? reader.open() : reader.answer((read) => answerFrom(read, request)),
    close: reader.close,
  }
}

function createWritingThread() {
  const writer = createWriter(openForWriting, commitDelayMs)
  return {
    answer(request: Request): unknown {
      if (request.kind === 'open') return writer.open()
      if (request.kind === 'commit') return writer.commit(request.changes)
      throw new Error(`The writer was asked to ${request.kind}.`)
    },
    close: writer.close,
  }
}

function serve(port: MessagePort): void {
  const thread = role === 'writer' ? createWritingThread() : createReadingThread()
  port.on('message', (message: { id: number; text: string } | 'close') => {
    if (message === 'close') {
      thread.close()
      port.close()
      return
    }
    let answer: Answer
    try {
      const value = thread.answer(JSON.parse(message.text) as Request)
      answer = { id: message.id, ok: true, text: JSON.stringify(value ?? null) }
    } catch (error) {
      answer = { id: message.id, ok: false, reason: describe(error) }
    }
    port.postMessage(answer)
  })
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message
}

if (parentPort) serve(parentPort)
