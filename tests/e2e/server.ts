import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const MAIN = resolve(import.meta.dirname, '../../apps/server/dist/main.js')
const STARTS_WITHIN_MS = 15_000

/** The built server in a process of its own, with a data directory of its own. */
export class TestServer {
  readonly #dataDirectory: string
  readonly #settings: Record<string, string>
  #process: ChildProcess | null = null
  #port = 0

  private constructor(dataDirectory: string, settings: Record<string, string>) {
    this.#dataDirectory = dataDirectory
    this.#settings = settings
  }

  /**
   * A server that answers. `settings` are environment variables besides its own; `prepare` may fill its data directory
   * before it starts.
   */
  static async start(
    settings: Record<string, string> = {},
    prepare: (dataDirectory: string) => Promise<void> = async () => {},
  ): Promise<TestServer> {
    const server = new TestServer(await mkdtemp(join(tmpdir(), 'confab-e2e-')), settings)
    await prepare(server.#dataDirectory)
    await server.boot()
    return server
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Starts the process; again on the same port, as people know it. */
  async boot(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        PATH: process.env.PATH,
        ...this.#settings,
        HOST: '127.0.0.1',
        PORT: String(this.#port),
        CONFAB_DATA_DIR: this.#dataDirectory,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    let output = ''
    const address = new Promise<string>((found, failed) => {
      const hear = (chunk: Buffer) => {
        output += chunk.toString()
        const origin = /Confab is at (http:\/\/\S+)/.exec(output)?.[1]
        if (origin) found(origin)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.on('exit', (code) => failed(new Error(`The server ended with ${code}:\n${output}`)))
      setTimeout(() => failed(new Error(`The server did not start:\n${output}`)), STARTS_WITHIN_MS).unref()
    })
    this.#port = Number(new URL(await address).port)
  }

  /** Ends the process, `SIGTERM` after a drain, `SIGKILL` as a crash does; answers its exit code. */
  async halt(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process
    this.#process = null
    if (!child || child.exitCode !== null) return child?.exitCode ?? null
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    return child.exitCode
  }

  /** The end, of its data too. */
  async stop(): Promise<void> {
    await this.halt('SIGTERM')
    await rm(this.#dataDirectory, { recursive: true, force: true })
  }
}
