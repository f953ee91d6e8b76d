import type { Readable } from 'node:stream'

/** A stretch of a file: from its byte `start` to its byte `end`, both included. */
export type ByteRange = { start: number; end: number }

/** Bytes on their way out. `bytes` is how many come. */
export type OpenedFile = { bytes: number; stream: Readable }

/** The storage did not take, give or erase something. The same once more may do. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable'
}

/**
 * Where the bytes of files are, under keys the server makes. Every promise may reject with `StorageUnavailable`. What was put is there
 * after a power cut (D1); putting or removing the same twice does no harm.
 */
export interface FileStorage {
  /** Keeps the bytes of a local file, which stays as it is. */
  put(key: string, path: string): Promise<void>
  /** Null when nothing lies under the key. */
  open(key: string, range?: ByteRange): Promise<OpenedFile | null>
  /** There is nothing under the key any more, nor anything half written. */
  remove(key: string): Promise<void>
  close(): Promise<void>
}

/** The key of a file's small picture. */
export const thumbnailKey = (key: string): string => `${key}-thumbnail`
