import type { Attachment, PendingFile } from '@confab/client'
import { cleanFileName, createId, type FileId } from '@confab/protocol'
import { isUp } from '../../room/is-up.ts'
import type { RoomSession } from '../../room/room-session.svelte.ts'
import type { AppStorage, DraftFile } from '../../storage/app-storage.ts'
import { type Complaint, sift } from './incoming.ts'
import { isPicture, measure } from './measure.ts'

/** A file that goes along with the next post. */
export type Chip = DraftFile & {
  blob: Blob
  /** Where the browser has it: for its picture. */
  address: string
  /** Whether it would survive the page; null while the disk has not answered. */
  isKept: boolean | null
}

/** What goes along with the next post: on disk as soon as it is here. */
export class FileTray {
  chips = $state.raw<readonly Chip[]>([])
  complaints = $state.raw<readonly Complaint[]>([])
  readonly #session: RoomSession
  readonly #storage: AppStorage
  readonly #changed: () => void

  constructor(session: RoomSession, storage: AppStorage, changed: () => void) {
    this.#session = session
    this.#storage = storage
    this.#changed = changed
  }

  /** Whether the server takes no files at all. Without a line nobody knows. */
  get isOff(): boolean {
    const { connection, client } = this.#session
    return isUp(connection) && client.fileBytesMax === null
  }

  get bytesMax(): number | null {
    return this.#session.client.fileBytesMax
  }

  /** As the draft keeps them. */
  get draft(): readonly DraftFile[] {
    return this.chips.map(({ blob: _, address: __, isKept: ___, ...file }) => file)
  }

  add(files: readonly File[], folders: readonly string[] = []): void {
    const { bytesMax, isOff } = this
    const { taken, complaints } = sift(files, { count: this.chips.length, bytesMax, isOff })
    this.complaints = [...folders.map((name) => ({ code: 'folder' as const, name })), ...complaints]
    for (const file of taken)
      this.#put(createId<FileId>(), file, {
        name: cleanFileName(file.name),
        mediaType: (file.type || 'application/octet-stream').slice(0, 200),
      })
    if (taken.length > 0) this.#changed()
  }

  remove(fileId: FileId): void {
    this.complaints = []
    this.#drop([fileId])
    void this.#storage.removeFile(fileId).catch(() => undefined)
    this.#changed()
  }

  /** They go out now. Their bytes stay on disk: they are the post's. */
  take(): Attachment[] {
    const attachments = this.chips.map(({ bytes: _, address: __, isKept: ___, ...attachment }) => attachment)
    this.#drop(this.chips.map(({ fileId }) => fileId))
    this.complaints = []
    return attachments
  }

  /** Puts there what a draft kept; what the disk has no more is gone. */
  async restore(files: readonly DraftFile[]): Promise<void> {
    for (const { fileId, bytes: _, ...file } of files) {
      const blob = await this.#storage.loadFile(fileId).catch(() => null)
      if (blob && !this.chips.some((chip) => chip.fileId === fileId)) this.#put(fileId, blob, file)
    }
    this.#changed()
  }

  /** Puts there the files of a post that did not go out and will be taken away: under other ids, since those go with it. */
  async takeBack(files: readonly PendingFile[]): Promise<void> {
    for (const { fileId, name, mediaType, width, height, durationMs } of files) {
      const blob = await this.#storage.loadFile(fileId).catch(() => null)
      const measures = {
        ...(width !== undefined && { width }),
        ...(height !== undefined && { height }),
        ...(durationMs !== undefined && { durationMs }),
      }
      if (blob) await this.#put(createId<FileId>(), blob, { name, mediaType, ...measures })
    }
    this.#changed()
  }

  /** The page goes on to another room. */
  end(): void {
    for (const { address } of this.chips) URL.revokeObjectURL(address)
  }

  async #put(fileId: FileId, blob: Blob, file: Omit<DraftFile, 'fileId' | 'bytes'>): Promise<void> {
    const address = URL.createObjectURL(blob)
    this.chips = [...this.chips, { ...file, fileId, bytes: blob.size, blob, address, isKept: null }]
    const { roomId } = this.#session.room
    const [isKept, measures] = await Promise.all([
      this.#storage.saveFile({ roomId, fileId, blob }).catch(() => false),
      file.width === undefined && file.durationMs === undefined ? measure(file.mediaType, address) : {},
    ])
    if (!this.chips.some((chip) => chip.fileId === fileId)) return
    this.chips = this.chips.map((chip) => (chip.fileId === fileId ? { ...chip, ...measures, isKept } : chip))
    this.#changed()
  }

  #drop(fileIds: readonly FileId[]): void {
    for (const { fileId, address } of this.chips) if (fileIds.includes(fileId)) URL.revokeObjectURL(address)
    this.chips = this.chips.filter(({ fileId }) => !fileIds.includes(fileId))
  }
}

export { isPicture }
