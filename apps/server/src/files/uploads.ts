import { randomBytes } from 'node:crypto'
import {
  cleanFileName,
  type FileId,
  type FileRecord,
  UPLOAD_EXPIRES_MS,
  UPLOAD_PIECE_BYTES_MAX,
  UPLOAD_REFUSALS,
  type UploadRefusal,
  type UploadRefusalCode,
  type UploadRequest,
  type UploadState,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import { FILE_ERASE_GRACE_MS, UPLOAD_RETRY_MS } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import type { FileSpace, FileTable, StoredFile } from '../store/file-table.ts'
import type { TokenHash } from '../store/store.ts'
import { type FileStorage, thumbnailKey } from './file-storage.ts'
import { type Incoming, packedName, thumbnailName } from './incoming.ts'
import type { Inspection } from './inspection.ts'
import type { Inspector } from './inspector.ts'

/** What uploads act on. */
export type UploadsOptions = {
  table: FileTable
  storage: FileStorage
  incoming: Incoming
  inspector: Inspector
  clock: Clock
  counters: Counters
  fileBytesMax: number
  space: FileSpace
}

/** What came of a request. */
export type UploadAnswer = { ok: true; state: UploadState } | { ok: false; refusal: UploadRefusal }

/** What was announced, as it is kept beside the file. */
type Announced = Omit<UploadRequest, 'roomId'>

/**
 * Files on their way in: announced, sent in pieces, looked through, stored, ready to be posted. All of it may be asked for again. A file is told of
 * as ready once its bytes are stored and the store knows (D1).
 */
export class Uploads {
  readonly #options: UploadsOptions
  /** Files something is done with on this node, by their keys: one thing at a time. */
  readonly #underway = new Map<string, Promise<unknown>>()

  constructor(options: UploadsOptions) {
    this.#options = options
  }

  /** Somebody wants to send a file. */
  async announce(fileId: FileId, tokenHash: TokenHash, request: UploadRequest): Promise<UploadAnswer> {
    const { table, clock, fileBytesMax, space } = this.#options
    if (request.bytes > fileBytesMax) return this.#refuse('too-large')
    const { roomId, ...announced } = { ...request, name: cleanFileName(request.name) }
    const reserved = await table.reserve({
      fileId,
      roomId,
      tokenHash,
      announced: JSON.stringify(announced satisfies Announced),
      bytes: request.bytes,
      storageKey: createStorageKey(),
      dueAt: clock.now() + UPLOAD_EXPIRES_MS,
      space,
    })
    return reserved.outcome === 'refused' ? this.#refuse(reserved.code) : this.#stateOf(reserved.file)
  }

  /** Where an upload stands. */
  async find(fileId: FileId, tokenHash: TokenHash): Promise<UploadAnswer> {
    const file = await this.#options.table.findUpload(fileId, tokenHash)
    return file ? this.#stateOf(file) : this.#refuse('not-found')
  }

  /** The next piece of a file. The last one is answered once the file is ready; none at all at the end asks for that again. */
  async append(
    fileId: FileId,
    tokenHash: TokenHash,
    offset: number,
    piece: Uint8Array,
  ): Promise<UploadAnswer> {
    if (piece.length > UPLOAD_PIECE_BYTES_MAX) return this.#refuse('too-large')
    const file = await this.#options.table.findUpload(fileId, tokenHash)
    if (!file) return this.#refuse('not-found')
    if (file.state !== 'reserved') return this.#stateOf(file)
    const { storageKey } = file
    if (this.#underway.has(storageKey)) return this.#refuse('busy', { retryAfterMs: UPLOAD_RETRY_MS })
    const work = this.#append(file, offset, piece)
    this.#underway.set(storageKey, work)
    try {
      return await work
    } finally {
      this.#underway.delete(storageKey)
    }
  }

  /** Takes back what was not posted. */
  async cancel(fileId: FileId, tokenHash: TokenHash): Promise<void> {
    // Reading is for anybody, as often as they like; what writes waits in line with what people post.
    if (await this.#options.table.findUpload(fileId, tokenHash)) await this.#discard(fileId, tokenHash, null)
  }

  /** Waits until nothing is under way any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#underway.values())
  }

  async #append(file: StoredFile, offset: number, piece: Uint8Array): Promise<UploadAnswer> {
    const { incoming, counters } = this.#options
    const { bytes } = JSON.parse(file.announced) as Announced
    const here = await incoming.sizeOf(file.storageKey)
    if (offset !== here) return this.#refuse('wrong-offset', { offset: here })
    if (offset + piece.length > bytes) return this.#refuse('too-large')
    await incoming.append(file.storageKey, offset, piece)
    counters.uploadedBytes += piece.length
    return offset + piece.length < bytes
      ? { ok: true, state: { offset: offset + piece.length } }
      : this.#complete(file)
  }

  /** All bytes are here: what they are is found out, and what may be kept is stored, before the store says that it is ready. */
  async #complete(file: StoredFile): Promise<UploadAnswer> {
    const { incoming, inspector, counters, clock } = this.#options
    const { fileId, storageKey } = file
    const announced = JSON.parse(file.announced) as Announced
    const inspecting = inspector.inspect({
      path: incoming.pathOf(storageKey),
      called: announced.mediaType,
      packedPath: incoming.pathOf(packedName(storageKey)),
      thumbnailPath: incoming.pathOf(thumbnailName(storageKey)),
    })
    if (!inspecting) return this.#refuse('busy', { retryAfterMs: UPLOAD_RETRY_MS })
    const startedAt = clock.monotonic()
    const inspection = await inspecting
    counters.inspectionSeconds.observe((clock.monotonic() - startedAt) / 1_000)
    if (inspection.outcome === 'refused') {
      await this.#discard(fileId, null, inspection.code)
      return this.#refuse(inspection.code)
    }
    const answer = await this.#store(file, recordOf(fileId, announced, inspection), inspection)
    // What is worth trying again begins with the bytes that are here.
    if (answer.ok || UPLOAD_REFUSALS[answer.refusal.code].kind === 'final') await incoming.remove(storageKey)
    return answer
  }

  async #store(
    { fileId, storageKey: incomingName }: StoredFile,
    record: FileRecord,
    inspection: Exclude<Inspection, { outcome: 'refused' }>,
  ): Promise<UploadAnswer> {
    const { storage, incoming, table, clock, counters, space } = this.#options
    // A key for this time only: another node may be at the same upload, and what is posted of it must not become another file.
    const storageKey = createStorageKey()
    const dueAt = clock.now() + FILE_ERASE_GRACE_MS
    const upload = await table.expectBytes({ fileId, storageKey, dueAt })
    if (!upload) return this.#refuse('gone')
    if (upload.state !== 'reserved') return this.#stateOf(upload)
    const isImage = inspection.outcome === 'image'
    await storage.put(storageKey, incoming.pathOf(isImage ? packedName(incomingName) : incomingName))
    const thumbnailBytes = isImage ? (inspection.thumbnailBytes ?? 0) : 0
    if (thumbnailBytes > 0)
      await storage.put(thumbnailKey(storageKey), incoming.pathOf(thumbnailName(incomingName)))
    const finished = await table.finish({
      fileId,
      storageKey,
      record,
      bytes: record.bytes + thumbnailBytes,
      dueAt: clock.now() + UPLOAD_EXPIRES_MS,
      space,
    })
    const isKept = finished.outcome === 'done' && finished.file.storageKey === storageKey
    // If the storage does not answer now, the sweep erases them.
    if (!isKept) await eraseBytes(storage, storageKey).catch(() => {})
    if (finished.outcome === 'refused') {
      if (UPLOAD_REFUSALS[finished.code].kind === 'final') await this.#discard(fileId, null, finished.code)
      return this.#refuse(finished.code)
    }
    const { outcome } = inspection
    if (isKept)
      counters.filesTaken[outcome === 'image' ? 'image' : inspection.isPlayed ? 'played' : 'saved'] += 1
    return this.#stateOf(finished.file)
  }

  async #discard(
    fileId: FileId,
    tokenHash: TokenHash | null,
    refusal: UploadRefusalCode | null,
  ): Promise<void> {
    const { table, clock, storage, incoming } = this.#options
    const file = await table.discard({ fileId, tokenHash, refusal, dueAt: clock.now() + FILE_ERASE_GRACE_MS })
    if (!file) return
    await incoming.remove(file.storageKey)
    await eraseBytes(storage, file.storageKey)
  }

  async #stateOf({ state, record, refusal, announced, storageKey }: StoredFile): Promise<UploadAnswer> {
    const { bytes } = JSON.parse(announced) as Announced
    if (state === 'erasing') return this.#refuse(refusal ?? 'gone')
    if (record) return { ok: true, state: { offset: bytes, file: record } }
    return { ok: true, state: { offset: await this.#options.incoming.sizeOf(storageKey) } }
  }

  #refuse(code: UploadRefusalCode, more: Omit<UploadRefusal, 'code'> = {}): UploadAnswer {
    return { ok: false, refusal: { code, ...more } }
  }
}

/** A name that says nothing. */
const createStorageKey = (): string => randomBytes(16).toString('hex')

/** Everything that lies under a file's key. */
export async function eraseBytes(storage: FileStorage, storageKey: string): Promise<void> {
  await storage.remove(storageKey)
  await storage.remove(thumbnailKey(storageKey))
}

/** The bytes decide what it is, the sender what it is called. */
function recordOf(
  fileId: FileId,
  announced: Announced,
  inspection: Exclude<Inspection, { outcome: 'refused' }>,
): FileRecord {
  const { name, bytes, width, height, durationMs } = announced
  const { mediaType } = inspection
  if (inspection.outcome === 'image')
    return {
      fileId,
      name,
      mediaType,
      bytes: inspection.bytes,
      width: inspection.width,
      height: inspection.height,
      ...(inspection.thumbnailBytes !== null && { hasThumbnail: true }),
      ...(inspection.isAnimated && { isAnimated: true }),
    }
  if (!inspection.isPlayed) return { fileId, name, mediaType, bytes }
  return {
    fileId,
    name,
    mediaType,
    bytes,
    ...(width !== undefined && height !== undefined && { width, height }),
    ...(durationMs !== undefined && { durationMs }),
  }
}
