import { type ExportedRoom, type ExportOptions, type ExportProgress, exportRoom } from '@confab/client'
import type { ExportFormat } from '@confab/protocol'

/** Where a download is. `isWaiting`: the line is gone, and it goes on by itself. */
export type ExportState =
  | { name: 'idle' }
  | { name: 'coming'; progress: ExportProgress; isWaiting: boolean }
  | { name: 'saved'; href: string; fileName: string; bytes: number }
  | { name: 'failed'; code: Extract<ExportedRoom, { ok: false }>['code'] }

const ENDINGS: Record<ExportFormat, string> = { html: 'html', markdown: 'md', 'json-lines': 'jsonl' }
const NOTHING_YET: ExportProgress = { reached: 0, upTo: 0, bytes: 0 }

/** What everything of it asks of the client and of the room. */
export type ExportAsked = Pick<ExportOptions, 'url' | 'token' | 'roomId' | 'format' | 'speech'> & {
  title: string
  today: string
}

/** One download at a time. It ends with who holds it. */
export class Exporting {
  state = $state.raw<ExportState>({ name: 'idle' })
  readonly #fetch: (options: ExportOptions) => Promise<ExportedRoom>
  #stop: AbortController | null = null

  constructor(fetch: (options: ExportOptions) => Promise<ExportedRoom> = exportRoom) {
    this.#fetch = fetch
  }

  /** Fetches the room; answers the file once it is there, and null when there is none. */
  async start({
    title,
    today,
    ...asked
  }: ExportAsked): Promise<Extract<ExportState, { name: 'saved' }> | null> {
    this.stop()
    const stop = new AbortController()
    this.#stop = stop
    let progress = NOTHING_YET
    this.state = { name: 'coming', progress, isWaiting: false }
    const came = await this.#fetch({
      ...asked,
      signal: stop.signal,
      onProgress: (now) => {
        progress = now
        if (this.#stop === stop) this.state = { name: 'coming', progress, isWaiting: false }
      },
      onPause: () => {
        if (this.#stop === stop) this.state = { name: 'coming', progress, isWaiting: true }
      },
    })
    if (this.#stop !== stop) return null
    this.#stop = null
    if (!came.ok) {
      this.state = { name: 'failed', code: came.code }
      return null
    }
    const href = URL.createObjectURL(came.file)
    const saved = {
      name: 'saved',
      href,
      fileName: fileNameOf(title, today, asked.format),
      bytes: came.file.size,
    } as const
    this.state = saved
    return saved
  }

  /** Ends what comes, and gives back what came. */
  stop(): void {
    this.#stop?.abort()
    this.#stop = null
    if (this.state.name === 'saved') URL.revokeObjectURL(this.state.href)
    this.state = { name: 'idle' }
  }
}

/** A name every system takes: the room's, and the day. */
export function fileNameOf(title: string, today: string, format: ExportFormat): string {
  const named = title
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    .replace(/[\\/:*?"<>|\u0000-\u001f]+/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  return `${[...named].slice(0, 60).join('').trim() || 'Confab'} ${today}.${ENDINGS[format]}`
}
