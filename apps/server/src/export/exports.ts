import type { ExportFormat, ExportRefusal } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import type { FileStorage } from '../files/file-storage.ts'
import {
  EXPORT_BUSY_MS,
  EXPORT_PARTS_AT_ONCE,
  EXPORT_PARTS_AT_ONCE_PER_ADDRESS,
  EXPORT_PARTS_PER_ADDRESS,
} from '../limits.ts'
import { AddressBuckets, addressBlocks } from '../rooms/rate-limit.ts'
import type { Store, TokenHash } from '../store/store.ts'
import type { ExportDocument } from './document.ts'
import { createHtmlDocument } from './html-document.ts'
import { createJsonLines } from './json-lines.ts'
import { createMarkdownDocument } from './markdown-document.ts'
import { type ExportPart, type PartAsked, readPart } from './read-part.ts'
import { type Speech, speechOf } from './speech.ts'
import { writePart } from './write-part.ts'

const DOCUMENTS: Record<ExportFormat, (speech: Speech) => ExportDocument> = {
  html: createHtmlDocument,
  markdown: createMarkdownDocument,
  'json-lines': createJsonLines,
}

/** What is asked for, by whom and from where. */
export type ExportAsked = Omit<PartAsked, 'now' | 'hasPictures'> & {
  format: ExportFormat
  address: string
  locale: string
  zone: string
}

/** A part that is ready to go out. `done` says that it is out, or that nobody waits for it any more. */
export type ReadyPart = {
  part: ExportPart
  mediaType: string
  pieces: AsyncGenerator<string>
  done(): void
}

/** A part, or why there is none. */
export type ExportAnswer = { ok: true; answer: ReadyPart } | { ok: false; refusal: ExportRefusal }

/** Rooms on their way into files. Each part is asked for anew, so nothing is remembered of a download, on no node. */
export class Exports {
  readonly #options: { store: Store; storage: FileStorage | null; clock: Clock }
  readonly #buckets: AddressBuckets
  /** Who takes one now, and from where. */
  readonly #busy = new Map<TokenHash, string>()

  constructor(options: { store: Store; storage: FileStorage | null; clock: Clock }) {
    this.#options = options
    this.#buckets = new AddressBuckets(EXPORT_PARTS_PER_ADDRESS, () => options.clock.monotonic())
  }

  /** One part at a time for each token, so many for an address and on a node, and so many a second for an address. */
  async part(asked: ExportAsked): Promise<ExportAnswer> {
    const { store, storage, clock } = this.#options
    const { tokenHash, format, address } = asked
    const retryAfterMs = this.#buckets.take(address)
    if (retryAfterMs > 0) return { ok: false, refusal: { code: 'rate-limited', retryAfterMs } }
    const { address: block } = addressBlocks(address)
    const ofAddress = [...this.#busy.values()].filter((other) => other === block).length
    const isFull = this.#busy.size >= EXPORT_PARTS_AT_ONCE || ofAddress >= EXPORT_PARTS_AT_ONCE_PER_ADDRESS
    if (this.#busy.has(tokenHash) || isFull)
      return { ok: false, refusal: { code: 'busy', retryAfterMs: EXPORT_BUSY_MS } }
    this.#busy.set(tokenHash, block)
    const done = () => void this.#busy.delete(tokenHash)
    try {
      const read = await readPart(store, { ...asked, now: clock.now(), hasPictures: format === 'html' })
      if (!read.ok) {
        done()
        return { ok: false, refusal: { code: read.code } }
      }
      const document = DOCUMENTS[format](speechOf(asked))
      const pieces = writePart(read.part, document, { files: store.files, storage })
      return { ok: true, answer: { part: read.part, mediaType: document.mediaType, pieces, done } }
    } catch (error) {
      done()
      throw error
    }
  }
}
