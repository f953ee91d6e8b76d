import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FileId, FileLink, FileRecord } from '@confab/protocol'
import { FILE_LINK_WINDOW_MS } from '../limits.ts'

/** Which bytes of a file: all of it, or its small picture. */
export type FilePart = 'whole' | 'thumbnail'

/** How many characters of the seal stand in a link: 128 bits. */
const SEAL_LENGTH = 22

/**
 * Links to files: who has one may fetch the file until it ends, and nobody can make one without the key. All that are made within a
 * quarter of an hour end together, one to two quarters later, so that the same file has the same link meanwhile and a cache finds it.
 */
export class FileLinks {
  readonly #key: Buffer
  readonly #now: () => number

  /** `now` tells the wall clock in milliseconds, which nodes have nearly in common. */
  constructor(key: string, now: () => number) {
    this.#key = Buffer.from(key, 'hex')
    this.#now = now
  }

  /** Links to these files, and when they end. */
  linksTo(files: readonly FileRecord[]): { links: FileLink[]; endsAt: number } {
    const endsAt = (Math.floor(this.#now() / FILE_LINK_WINDOW_MS) + 2) * FILE_LINK_WINDOW_MS
    const links = files.map(({ fileId, hasThumbnail }) => ({
      fileId,
      path: this.#pathTo(fileId, 'whole', endsAt),
      ...(hasThumbnail && { thumbnail: this.#pathTo(fileId, 'thumbnail', endsAt) }),
    }))
    return { links, endsAt }
  }

  /** How long a link is good yet, in milliseconds; 0 when it is none of ours, or has ended. */
  goodForMs(fileId: string, part: string, endsAt: number, seal: string): number {
    if (!Number.isSafeInteger(endsAt)) return 0
    const [given, right] = [Buffer.from(seal), Buffer.from(this.#sealOf(fileId, part, endsAt))]
    const isRight = given.length === right.length && timingSafeEqual(given, right)
    return isRight ? Math.max(0, endsAt - this.#now()) : 0
  }

  #pathTo(fileId: FileId, part: FilePart, endsAt: number): string {
    return `/files/${fileId}/${part}?until=${endsAt}&seal=${this.#sealOf(fileId, part, endsAt)}`
  }

  #sealOf(fileId: string, part: string, endsAt: number): string {
    const seal = createHmac('sha256', this.#key).update(`${fileId} ${part} ${endsAt}`)
    return seal.digest('base64url').slice(0, SEAL_LENGTH)
  }
}
