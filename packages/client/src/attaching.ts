import { createId, type FileId, isVisibleText, type MessageId, type RoomId } from '@confab/protocol'
import type { PendingFile } from './attachments.ts'
import { areReady } from './attachments.ts'
import type { Outbox, OutboxPost } from './outbox.ts'
import { update } from './outbox.ts'
import type { RoomPort } from './room-port.ts'
import { type FileToSend, type SentFile, sendFile, takeBackFile } from './sending-files.ts'
import { attempt } from './storage.ts'
import { createTurns, type Turns } from './turns.ts'

// Loaded with the first post that brings files.

/** Files of one client on their way at once: a third would only make the other two slower. */
export const FILES_SENT_AT_ONCE = 2

/** How often a file that the server forgot is sent anew by itself, under another id each time. */
export const FILE_TRIES_MAX = 3

/** Sends the files of one room's posts, and clears away what is needed no more. */
export interface Attaching {
  /** Begins and ends whatever the outbox says by now. */
  pump(): void
  /** Takes one file out of a post that did not go out yet. */
  cancel(messageId: MessageId, fileId: FileId): void
  /** What waits to be tried again is tried when there is a line. */
  lineLost(): void
  end(): void
}

/** What it asks of the posting of its room. */
export type AttachingHost = {
  roomId: RoomId
  port: RoomPort
  outbox(): Outbox
  become(outbox: Outbox): void
  canSend(): boolean
  isUnwanted(messageId: MessageId): boolean
  /** Bytes that are not on disk. */
  blobs: Map<FileId, Blob>
  /** Puts a post on disk; only then it goes on. */
  keep(messageId: MessageId): void
  discard(messageId: MessageId): void
  /** Sends what may be sent. */
  pump(): void
  flush(): void
}

/** One file on its way. */
type Job = { messageId: MessageId; sentAs: FileId; end: AbortController; goOn: () => void }

/** Of all rooms of a client. */
const turnsOf = new WeakMap<RoomPort, Turns>()

const sentAs = ({ fileId, sentAs }: PendingFile): FileId => sentAs ?? fileId

/** Makes the sending of files of one room. */
export function createAttaching(host: AttachingHost): Attaching {
  const { roomId, port, outbox, become, blobs } = host
  const { clock, random, storage, url, token, fetch } = port
  const over = { url, token, clock, random, ...(fetch && { fetch }) }
  const turns = turnsOf.get(port) ?? createTurns(FILES_SENT_AT_ONCE)
  turnsOf.set(port, turns)

  const jobs = new Map<FileId, Job>()
  /** The files of the outbox as they were looked at last. */
  let seen = new Map<FileId, { file: PendingFile; mayBeKnown: boolean }>()
  const tries = new Map<FileId, number>()
  let hadLine = false
  let isEnded = false

  const postOf = (messageId: MessageId) => outbox().posts.find((post) => post.messageId === messageId)

  function change(
    messageId: MessageId,
    next: (file: PendingFile) => PendingFile,
    post: Partial<OutboxPost> = {},
  ): void {
    become(
      update(outbox(), messageId, ({ attachments = [] }) => ({
        ...post,
        attachments: attachments.map(next),
      })),
    )
  }

  const changeOne = (
    messageId: MessageId,
    fileId: FileId,
    fields: Partial<PendingFile>,
    post?: Partial<OutboxPost>,
  ) => change(messageId, (file) => (file.fileId === fileId ? { ...file, ...fields } : file), post)

  /** As if it had never been sent: under an id that the server knows nothing of. */
  function renewed({ file: _, ...rest }: PendingFile): PendingFile {
    return {
      ...rest,
      state: 'waiting',
      sentBytes: 0,
      refusal: null,
      sentAs: createId<FileId>(port.fillRandom),
    }
  }

  /** Whether it may be sent anew by itself once more. */
  function mayTryAgain(fileId: FileId): boolean {
    const count = (tries.get(fileId) ?? 0) + 1
    tries.set(fileId, count)
    return count < FILE_TRIES_MAX
  }

  // What becomes of a post

  /** The server has the files no more: they took longer than it keeps them. */
  function sendAnew(post: OutboxPost): void {
    const { messageId, attachments = [] } = post
    if (attachments.every(({ fileId }) => mayTryAgain(fileId)))
      change(messageId, renewed, { state: 'queued', refusal: null, isKept: false })
    else {
      const gone = { state: 'refused', refusal: 'gone' } as const
      change(messageId, (file) => ({ ...file, ...gone }), { refusal: 'file-refused', isKept: false })
    }
    host.keep(messageId)
  }

  /** Sent once more by whoever wrote it. */
  function retry({ messageId }: OutboxPost): void {
    change(messageId, (file) => {
      if (file.state !== 'refused') return file
      tries.delete(file.fileId)
      return renewed(file)
    })
    host.keep(messageId)
  }

  function lookAt(post: OutboxPost): void {
    const { messageId, attachments = [], ackedAt } = post
    if (attachments.length === 0) return
    if (post.state === 'refused' && post.refusal === 'files-missing') return sendAnew(post)
    if (post.state === 'queued' && attachments.some(({ state }) => state === 'refused')) return retry(post)
    const isWanted = post.state === 'queued' && ackedAt === null && !host.isUnwanted(messageId)
    for (const file of attachments) {
      const job = jobs.get(file.fileId)
      if (job && (!isWanted || job.sentAs !== sentAs(file))) stop(file.fileId, job)
      if (isWanted && post.isKept && file.state !== 'ready' && !jobs.has(file.fileId) && host.canSend())
        begin(messageId, file)
    }
  }

  function stop(fileId: FileId, job: Job): void {
    jobs.delete(fileId)
    job.end.abort()
    const isThere = postOf(job.messageId)?.attachments?.some(
      (file) => file.fileId === fileId && file.state === 'sending',
    )
    if (isThere) changeOne(job.messageId, fileId, { state: 'waiting' })
  }

  // What becomes of a file

  function begin(messageId: MessageId, file: PendingFile): void {
    const { fileId } = file
    const job: Job = { messageId, sentAs: sentAs(file), end: new AbortController(), goOn: () => {} }
    jobs.set(fileId, job)
    turns.take({ start: () => start(messageId, file, job), flush: host.flush })
  }

  function start(messageId: MessageId, file: PendingFile, job: Job): boolean {
    if (job.end.signal.aborted) return false
    const { fileId } = file
    changeOne(messageId, fileId, { state: 'sending' })
    void send(file, job).then((sent) => {
      if (jobs.get(fileId) === job) {
        jobs.delete(fileId)
        came(messageId, file, sent)
      }
      turns.done()
      host.flush()
    })
    return true
  }

  function send(file: PendingFile, job: Job): Promise<SentFile> {
    const { fileId, name, mediaType, bytes, width, height, durationMs } = file
    const toSend: FileToSend = {
      fileId: job.sentAs,
      roomId,
      name,
      mediaType,
      bytes,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(durationMs !== undefined && { durationMs }),
      async read(start, end) {
        const blob = (await attempt(clock, () => storage.loadFile(fileId), null)) ?? blobs.get(fileId)
        if (blob?.size !== bytes) throw new Error('the bytes are gone')
        // Read here, so that bytes that cannot be read are no line that is down.
        return new Blob([await blob.slice(start, end).arrayBuffer()])
      },
    }
    return sendFile(toSend, {
      ...over,
      signal: job.end.signal,
      onProgress(sentBytes) {
        if (jobs.get(fileId) !== job) return
        changeOne(job.messageId, fileId, { sentBytes })
        host.flush()
      },
      onPause(goOn) {
        job.goOn = goOn
      },
    })
  }

  function came(messageId: MessageId, { fileId, bytes }: PendingFile, sent: SentFile): void {
    if (sent.ok) {
      changeOne(messageId, fileId, { state: 'ready', sentBytes: bytes, file: sent.file })
      // First the disk: in another life it has to be known that this post may have gone out.
      if (areReady(postOf(messageId)?.attachments)) {
        become(update(outbox(), messageId, () => ({ isKept: false })))
        host.keep(messageId)
      }
      return
    }
    if (sent.code === 'cancelled') return
    if ((sent.code === 'gone' || sent.code === 'id-conflict') && mayTryAgain(fileId)) {
      change(messageId, (file) => (file.fileId === fileId ? renewed(file) : file))
    } else {
      const refused = { state: 'refused', refusal: sent.code } as const
      changeOne(messageId, fileId, refused, { state: 'refused', refusal: 'file-refused' })
    }
    host.keep(messageId)
  }

  /** What is in no post any more, acked or taken away. */
  function clearAway(): void {
    const present = new Map(
      outbox().posts.flatMap(({ attachments = [], mayBeKnown }) =>
        attachments.map((file) => [file.fileId, { file, mayBeKnown }] as const),
      ),
    )
    for (const [fileId, { file, mayBeKnown }] of seen) {
      if (present.has(fileId)) continue
      const job = jobs.get(fileId)
      if (job) stop(fileId, job)
      blobs.delete(fileId)
      tries.delete(fileId)
      void attempt(clock, () => storage.removeFile(fileId), undefined)
      if (!mayBeKnown) void takeBackFile(sentAs(file), over)
    }
    seen = present
  }

  return {
    pump() {
      if (isEnded) return
      clearAway()
      for (const post of outbox().posts) lookAt(post)
      const hasLine = host.canSend()
      if (hasLine && !hadLine) for (const job of jobs.values()) job.goOn()
      hadLine = hasLine
    },

    cancel(messageId, fileId) {
      const post = postOf(messageId)
      if (!post || post.mayBeKnown || post.ackedAt !== null) return
      const left = post.attachments?.filter((file) => file.fileId !== fileId) ?? []
      if (left.length === 0 && !post.files && !isVisibleText(post.body)) return host.discard(messageId)
      const isRefusedStill = left.some(({ state }) => state === 'refused') || post.refusal !== 'file-refused'
      become(
        update(outbox(), messageId, () => ({
          attachments: left,
          isKept: false,
          ...(isRefusedStill ? {} : { state: 'queued', refusal: null }),
        })),
      )
      host.keep(messageId)
      host.pump()
      host.flush()
    },

    lineLost() {
      hadLine = false
    },

    end() {
      isEnded = true
      for (const { end } of jobs.values()) end.abort()
      jobs.clear()
    },
  }
}
