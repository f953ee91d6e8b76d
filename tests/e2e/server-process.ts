import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** The server's bundle, which has the commands as well. */
export const MAIN = resolve(import.meta.dirname, '../../apps/server/dist/main.js')

const STARTS_WITHIN_MS = 60_000

/** What a test has people talk on: one server with a file of its own, or three nodes that look like one. */
export type TestServer = {
  readonly origin: string
  /** Starts it again, where it was, with what it had. */
  boot(): Promise<void>
  /** Ends it, `SIGTERM` after a drain, `SIGKILL` as a crash does; answers its exit code, of several the highest. */
  halt(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
  /** The end, of its data too. */
  stop(): Promise<void>
}

/** What a test may have its server started with: environment variables, and a data directory filled before it starts. */
export type Preparation = {
  settings: Record<string, string>
  prepare: (dataDirectory: string) => Promise<void>
}

/** The built server in a process of its own, always on the same port. */
export class ServerProcess {
  readonly #settings: Record<string, string>
  #process: ChildProcess | null = null
  #port = 0
  #output = ''

  /** `settings` are environment variables besides its address. */
  constructor(settings: Record<string, string>) {
    this.#settings = settings
  }

  get port(): number {
    return this.#port
  }

  /** Starts the process; again on the same port, as people know it. */
  async boot(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env.PATH, ...this.#settings, HOST: '127.0.0.1', PORT: String(this.#port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#output = ''
    const address = new Promise<string>((found, failed) => {
      const hear = (chunk: Buffer) => {
        this.#output += chunk.toString()
        const origin = /Confab is at (http:\/\/\S+)/.exec(this.#output)?.[1]
        if (origin) found(origin)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.on('exit', (code) => failed(new Error(`The server ended with ${code}:\n${this.#output}`)))
      setTimeout(
        () => failed(new Error(`The server did not start:\n${this.#output}`)),
        STARTS_WITHIN_MS,
      ).unref()
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
    // A server that does not end as it should has said why.
    if (signal === 'SIGTERM' && child.exitCode !== 0) console.error(this.#output)
    return child.exitCode
  }
}
