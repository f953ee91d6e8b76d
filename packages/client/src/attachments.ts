import type { FileId, FileRecord, UploadRefusalCode } from '@confab/protocol'

/** A file that goes with a post and was not uploaded yet. The id is made before the network is touched, so that sending it again is harmless (D3). */
export type Attachment = {
  readonly fileId: FileId
  /** As it is shown: clean it with `cleanFileName`, as the server does. */
  readonly name: string
  /** What the platform calls it. What it is the server finds out. */
  readonly mediaType: string
  readonly blob: Blob
  /** Of images, audio and video, as far as they are known: so that room can be kept for them. */
  readonly width?: number
  readonly height?: number
  readonly durationMs?: number
}

/** A file of a post that is not acked yet. */
export type PendingFile = Omit<Attachment, 'blob'> & {
  readonly bytes: number
  readonly state: 'waiting' | 'sending' | 'ready' | 'refused'
  /** How many of its bytes the server has. */
  readonly sentBytes: number
  /** Why it will not be sent; `unreadable-here` when its bytes are gone from this browser. */
  readonly refusal: UploadRefusalCode | 'unreadable-here' | null
  /** Whether its bytes survive the page: a full disk keeps none. */
  readonly isKept: boolean
  /** The id it has on the server, when that forgot the first one. */
  readonly sentAs?: FileId
  /** Once it is ready. */
  readonly file?: FileRecord
}

/** The files of a new post. */
export const pendingFiles = (attachments: readonly Attachment[]): PendingFile[] =>
  attachments.map(({ blob, ...rest }) => ({
    ...rest,
    bytes: blob.size,
    state: 'waiting',
    sentBytes: 0,
    refusal: null,
    isKept: true,
  }))

/** Whether nothing of a post is still to be uploaded. */
export const areReady = (attachments: readonly PendingFile[] | undefined): boolean =>
  !attachments?.some(({ state }) => state !== 'ready')
