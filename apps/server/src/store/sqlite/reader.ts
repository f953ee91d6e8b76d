import type { DatabaseSync } from 'node:sqlite'
import { prepareRecordReader, type RecordReader } from './record-reader.ts'

/** Answers questions on a handle of its own. One that failed is closed, and the next question opens another. */
export function createReader(openDatabase: () => DatabaseSync) {
  type Handle = { database: DatabaseSync; read: RecordReader }
  let handle: Handle | null = null

  function open(): Handle {
    const database = openDatabase()
    handle = { database, read: prepareRecordReader(database) }
    return handle
  }

  function close(): void {
    handle?.database.close()
    handle = null
  }

  return {
    open(): void {
      handle ?? open()
    },

    answer<T>(question: (read: RecordReader) => T): T {
      const { read } = handle ?? open()
      try {
        return question(read)
      } catch (error) {
        try {
          close()
        } catch {
          handle = null
        }
        throw error
      }
    },

    close,
  }
}
