import type { ExportFormat, ExportRefusal } from '@confab/protocol'
import type { Clock } from '../clock.ts'
import type { FileStorage } from '../files/file-storage.ts'
import type { Store } from '../store/store.ts'
import type { ExportDocument } from './document.ts'
import type { ExportPlaces } from './export-places.ts'
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

/** What exports stand on. */
export type ExportsOptions = {
  store: Store
  storage: FileStorage | null
  clock: Clock
  places: ExportPlaces
}

/** Rooms on their way into files. Each part is asked for anew, so nothing is remembered of a download, on no node. */
export class Exports {
  readonly #options: ExportsOptions

  constructor(options: ExportsOptions) {
    this.#options = options
  }

  async part(asked: ExportAsked): Promise<ExportAnswer> {
    const { store, storage, clock, places } = this.#options
    const { tokenHash, format, address } = asked
    const place = places.take('room', tokenHash, address)
    if (!place.ok) return place
    const { done } = place
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
