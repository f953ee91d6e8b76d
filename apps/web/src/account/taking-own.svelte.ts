import { type ExportedOwn, exportOwn, type OwnExportOptions, type OwnExportProgress } from '@confab/client'

/** Where it is. `isWaiting`: the line is gone, and it goes on by itself. `done` goes from 0 to 1. */
export type TakingState =
  | { name: 'idle' }
  | { name: 'coming'; done: number | undefined; bytes: number; isWaiting: boolean }
  | { name: 'saved'; href: string; fileName: string; bytes: number }
  | { name: 'failed'; code: Extract<ExportedOwn, { ok: false }>['code'] }

/** What it asks of the client; `today` is the day in the name of the file. */
export type TakingAsked = Pick<OwnExportOptions, 'url' | 'token' | 'speech'> & { today: string }

/** Where each step begins and what it is of the whole: the lines and the page are looked through, the files are many bytes. */
const STEPS: Record<OwnExportProgress['step'], readonly [number, number]> = {
  lines: [0, 0.25],
  files: [0.25, 0.5],
  page: [0.75, 0.25],
}

/** How far all of it is, from 0 to 1; undefined while nobody knows. */
export function doneOf({ step, reached, upTo }: OwnExportProgress): number | undefined {
  const [begin, share] = STEPS[step]
  if (upTo === 0) return step === 'lines' ? undefined : begin
  return begin + share * Math.min(1, reached / upTo)
}

/** What the file is called, before its day: in every language the same. */
const ARCHIVE = 'Confab'

/** One at a time. It ends with who holds it. */
export class TakingOwn {
  state = $state.raw<TakingState>({ name: 'idle' })
  readonly #fetch: (options: OwnExportOptions) => Promise<ExportedOwn>
  #stop: AbortController | null = null

  constructor(fetch: (options: OwnExportOptions) => Promise<ExportedOwn> = exportOwn) {
    this.#fetch = fetch
  }

  /** Fetches all of it; answers the archive once it is there, and null when there is none. */
  async start({ today, ...asked }: TakingAsked): Promise<Extract<TakingState, { name: 'saved' }> | null> {
    this.stop()
    const stop = new AbortController()
    this.#stop = stop
    let now = { done: undefined as number | undefined, bytes: 0 }
    const coming = (isWaiting: boolean) => {
      if (this.#stop === stop) this.state = { name: 'coming', ...now, isWaiting }
    }
    coming(false)
    const came = await this.#fetch({
      ...asked,
      signal: stop.signal,
      onProgress: (progress) => {
        now = { done: doneOf(progress), bytes: progress.bytes }
        coming(false)
      },
      onPause: () => coming(true),
    })
    if (this.#stop !== stop) return null
    this.#stop = null
    if (!came.ok) {
      this.state = { name: 'failed', code: came.code }
      return null
    }
    const href = URL.createObjectURL(came.file)
    const saved = { name: 'saved', href, fileName: `${ARCHIVE} ${today}.zip`, bytes: came.file.size } as const
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
