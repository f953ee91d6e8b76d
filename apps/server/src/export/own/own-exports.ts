import { setImmediate as breathe } from 'node:timers/promises'
import type { ExportRefusal, FileId, OwnExportFormat } from '@confab/protocol'
import type { Clock } from '../../clock.ts'
import { EXPORT_BREATH_MS } from '../../limits.ts'
import type { StoredFile } from '../../store/file-table.ts'
import type { Store, TokenHash } from '../../store/store.ts'
import type { ExportPlaces } from '../export-places.ts'
import { type Speech, speechOf } from '../speech.ts'
import type { OwnCursor } from './own-cursor.ts'
import type { OwnBefore, OwnDocument } from './own-document.ts'
import { createOwnHtml } from './own-html.ts'
import { createOwnJsonLines } from './own-json-lines.ts'
import { type OwnPart, readOwnPart } from './read-own-part.ts'

const DOCUMENTS: Record<OwnExportFormat, (speech: Speech) => OwnDocument> = {
  html: createOwnHtml,
  'json-lines': createOwnJsonLines,
}

/** What is asked for, by whom and from where. */
export type OwnExportAsked = {
  format: OwnExportFormat
  tokenHash: TokenHash
  from: OwnCursor | null
  address: string
  locale: string
  zone: string
}

/** A part that is ready to go out. `done` says that it is out, or that nobody waits for it any more. */
export type ReadyOwnPart = { part: OwnPart; mediaType: string; pieces: AsyncGenerator<string>; done(): void }

/** What was asked for, or why there is none. */
export type OwnExportAnswer<Answer> = { ok: true; answer: Answer } | { ok: false; refusal: ExportRefusal }

/** What is somebody's own, on its way to them. Each part is asked for anew, so nothing is remembered of a download, on no node. */
export class OwnExports {
  readonly #options: { store: Store; clock: Clock; places: ExportPlaces }

  constructor(options: { store: Store; clock: Clock; places: ExportPlaces }) {
    this.#options = options
  }

  async part(asked: OwnExportAsked): Promise<OwnExportAnswer<ReadyOwnPart>> {
    const { store, clock } = this.#options
    const { tokenHash, format, from, address } = asked
    return this.#inPlace('own', tokenHash, address, async (done) => {
      const read = await readOwnPart(store, { tokenHash, from, now: clock.now() })
      if (!read.ok) return { ok: false, refusal: { code: read.code } }
      const document = DOCUMENTS[format](speechOf(asked))
      const { part } = read
      return {
        ok: true,
        answer: { part, mediaType: document.mediaType, pieces: written(part, document), done },
      }
    })
  }

  /** A file they sent with a message that stands, wherever that is. Whose it is, the store is asked, as with everything. */
  file(
    tokenHash: TokenHash,
    fileId: FileId,
    address: string,
  ): Promise<OwnExportAnswer<{ file: StoredFile; done(): void }>> {
    return this.#inPlace('own-file', tokenHash, address, async (done) => {
      const file = await this.#options.store.files.findUpload(fileId, tokenHash)
      if (file?.state !== 'posted') return { ok: false, refusal: { code: 'gone' } }
      return { ok: true, answer: { file, done } }
    })
  }

  async #inPlace<Answer>(
    of: 'own' | 'own-file',
    tokenHash: TokenHash,
    address: string,
    ask: (done: () => void) => Promise<OwnExportAnswer<Answer>>,
  ): Promise<OwnExportAnswer<Answer>> {
    const place = this.#options.places.take(of, tokenHash, address)
    if (!place.ok) return place
    let isTaken = false
    try {
      const answer = await ask(place.done)
      isTaken = answer.ok
      return answer
    } finally {
      if (!isTaken) place.done()
    }
  }
}

/** Piece by piece as they are taken; others have their turn in between. */
async function* written(part: OwnPart, document: OwnDocument): AsyncGenerator<string> {
  const { from, entries, isLast } = part
  let before: OwnBefore = { hasRoom: from.room !== null, lastAt: from.room?.lastAt ?? 0, isReacting: false }
  let breathedAt = performance.now()
  if (part.about) yield document.begin(part)
  for (const entry of entries) {
    yield document.write(entry, before)
    before = {
      hasRoom: true,
      lastAt: entry.kind === 'message' ? entry.message.postedAt : entry.kind === 'room' ? 0 : before.lastAt,
      isReacting: entry.kind === 'reaction',
    }
    if (performance.now() - breathedAt < EXPORT_BREATH_MS) continue
    await breathe()
    breathedAt = performance.now()
  }
  yield isLast ? document.end(part, before) : document.pause(before)
}
