import { crc32 } from './crc32.ts'
import {
  askOnce,
  type Bytes,
  type ExportProgress,
  type NotTaken,
  type TakingOptions,
  takeParts,
  untilTaken,
} from './taking-away.ts'
import { type ZipEntry, zipOf } from './zip.ts'

/** How far it is: first the lines, then the files, of which bytes are counted, then the page. `bytes` are those that are here of all of it. */
export type OwnExportProgress = ExportProgress & { step: 'lines' | 'files' | 'page' }

/** What is fetched and how. */
export type OwnExportOptions = TakingOptions & {
  /** How dates are written: `de-AT`, `Europe/Vienna`. */
  speech: { language: string; zone: string }
  onProgress?: (progress: OwnExportProgress) => void
}

/** What came of it: an archive, or why there will be none. */
export type ExportedOwn = { ok: true; file: Blob } | NotTaken

/** A file to fetch, as a line says it. */
type OwnFile = { fileId: string; path: string; bytes: number; postedAt: number }

/** So many bytes are kept in memory before a browser may lay them on its disk. */
const CHUNK_BYTES = 1024 * 1024

/**
 * Fetches everything of whomever the token proves, with an account or without, as a ZIP archive: `Confab.html` to read, `Confab.jsonl` for programs, and the files
 * they sent. It goes on over whatever line there is, a file where it was cut, and ends when it is whole, when the server refuses for good, or by its signal.
 */
export async function exportOwn(options: OwnExportOptions): Promise<ExportedOwn> {
  const { speech, onProgress } = options
  let before = 0
  const at = (step: OwnExportProgress['step']) => ({
    ...options,
    onProgress: ({ bytes, ...progress }: ExportProgress) =>
      onProgress?.({ step, ...progress, bytes: before + bytes }),
  })
  const files: OwnFile[] = []
  const lines = await takeParts('/account/export/json-lines', speech, at('lines'), async (part) => {
    files.push(...filesIn(await part.text()))
  })
  if (!lines.ok) return lines
  before += lines.file.size
  const taken = await takeFiles(files, at('files'))
  if (!taken.ok) return taken
  before += taken.entries.reduce((sum, { file }) => sum + file.size, 0)
  const page = await takeParts('/account/export/html', speech, at('page'))
  if (!page.ok) return page
  const now = Date.now()
  const documents = [
    { path: 'Confab.html', at: now, file: page.file, crc: await sumOf(page.file) },
    { path: 'Confab.jsonl', at: now, file: lines.file, crc: await sumOf(lines.file) },
  ]
  return { ok: true, file: new Blob([zipOf([...documents, ...taken.entries])], { type: 'application/zip' }) }
}

/** A part ends with a line. */
function filesIn(text: string): OwnFile[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const said = JSON.parse(line) as { kind: string; postedAt: number; files?: Omit<OwnFile, 'postedAt'>[] }
      if (said.kind !== 'message') return []
      return (said.files ?? []).map((file) => ({ ...file, postedAt: said.postedAt }))
    })
    .filter(({ path }) => isHarmless(path))
}

/** Whatever a server says: no path leads out of the folder of the files, and none has what cannot be seen. */
const isHarmless = (path: string): boolean => /^files\/(?!\.)[^/\\\p{C}]{1,400}$/u.test(path)

/** Those that are gone meanwhile are left out. */
async function takeFiles(
  files: readonly OwnFile[],
  options: TakingOptions & { onProgress(progress: ExportProgress): void },
): Promise<{ ok: true; entries: ZipEntry[] } | NotTaken> {
  const upTo = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const entries: ZipEntry[] = []
  let reached = 0
  for (const { fileId, path, bytes, postedAt } of files) {
    const begun = reached
    const came = await takeFile(fileId, options, (here) => {
      options.onProgress({ reached: begun + here, upTo, bytes: begun + here })
    })
    if (came.ok) entries.push({ path, at: postedAt, ...came })
    else if (came.code !== 'gone') return came
    reached = begun + bytes
  }
  return { ok: true, entries }
}

async function takeFile(
  fileId: string,
  options: TakingOptions,
  onBytes: (here: number) => void,
): Promise<{ ok: true; file: Blob; crc: number } | NotTaken> {
  let pieces: Blob[] = []
  let waiting: Bytes[] = []
  let crc = 0
  let here = 0
  let kept = 0
  const keep = () => {
    pieces.push(new Blob(waiting))
    waiting = []
    kept = here
  }
  // Something in between that knows no ranges sends all of it again.
  const beginAnew = () => {
    pieces = []
    waiting = []
    crc = here = kept = 0
  }
  for (let whole = Number.POSITIVE_INFINITY; here < whole; ) {
    const begun = here
    const ask = () =>
      askOnce(
        `/account/export/files/${fileId}`,
        options,
        async ({ upTo, isRange, chunks }) => {
          whole = upTo
          if (!isRange) beginAnew()
          try {
            for await (const chunk of chunks()) {
              waiting.push(chunk)
              crc = crc32(crc, chunk)
              here += chunk.length
              if (here - kept >= CHUNK_BYTES) keep()
              onBytes(here)
            }
          } catch (error) {
            // What came before the cut is good: it goes on behind it.
            if (here <= begun) throw error
          }
          return here
        },
        here > 0 ? { range: `bytes=${here}-` } : {},
      )
    const came = await untilTaken(ask, options)
    if (!came.ok) return came
  }
  keep()
  return { ok: true, file: new Blob(pieces), crc }
}

async function sumOf(file: Blob): Promise<number> {
  let crc = 0
  for (const reader = file.stream().getReader(); ; ) {
    const { done, value } = await reader.read()
    if (done) return crc
    crc = crc32(crc, value)
  }
}
