import type { FileId, MessageId } from '@confab/protocol'
import type { Attaching, AttachingHost } from './attaching.ts'
import type { Attachment } from './attachments.ts'
import { update } from './outbox.ts'
import { attempt, STORAGE_FILE_PATIENCE_MS } from './storage.ts'

/** How long to wait before asking again for what sends files, in milliseconds, when it could not be loaded. */
const LOAD_AGAIN_MS = 5_000

/** The files of one room's posts: on disk at once, and then in the hands of `attaching.ts`, which is loaded with the first of them. */
export type Attached = Attaching & {
  /** Puts the bytes of a post's files on disk. Never rejects. */
  store(messageId: MessageId, attachments: readonly Attachment[]): Promise<void>
}

/** Makes it for one room. */
export function createAttached(host: Omit<AttachingHost, 'blobs'>): Attached {
  const { roomId, port, outbox, become } = host
  const { clock, storage } = port
  const blobs = new Map<FileId, Blob>()
  let attaching: Attaching | null = null
  let isLoading = false
  let isEnded = false

  async function load(): Promise<void> {
    if (isLoading || isEnded) return
    isLoading = true
    try {
      const { createAttaching } = await import('./attaching.ts')
      if (!isEnded) attaching = createAttaching({ ...host, blobs })
    } catch {
      // No line, probably.
      isLoading = false
      await new Promise<void>((resolve) => clock.after(LOAD_AGAIN_MS, resolve))
    }
    host.pump()
    host.flush()
  }

  return {
    async store(messageId, attachments) {
      const kept = new Map<FileId, boolean>()
      const keep = async ({ fileId, blob }: Attachment) => {
        const save = () => storage.saveFile({ roomId, fileId, blob })
        const isKept = await attempt(clock, save, false, STORAGE_FILE_PATIENCE_MS)
        kept.set(fileId, isKept)
        if (!isKept) blobs.set(fileId, blob)
      }
      await Promise.all(attachments.map(keep))
      const marked = update(outbox(), messageId, ({ attachments: files = [] }) => ({
        attachments: files.map((file) => ({ ...file, isKept: kept.get(file.fileId) ?? file.isKept })),
      }))
      become(marked)
    },
    pump() {
      if (attaching) attaching.pump()
      else if (outbox().posts.some(({ attachments }) => attachments)) void load()
    },
    cancel: (messageId, fileId) => attaching?.cancel(messageId, fileId),
    lineLost: () => attaching?.lineLost(),
    end() {
      isEnded = true
      attaching?.end()
    },
  }
}
