import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@confab/throwaway'

/** The server's bundle, which has the commands as well. */
export const MAIN = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url))

/** How long a server may take to be there, in milliseconds. */
const START_MS_MAX = 60_000

/** What to start a server with; without a port a free one is found. */
export type ServerProcessOptions = {
  environment?: Record<string, string>
  dataDirectory?: string
  port?: number
  /** The command that starts a server; the built one, unless told otherwise. It has to become the server, not start it. */
  command?: readonly [string, ...string[]]
}

/** What starts the built server. */
export const SERVER_COMMAND = [process.execPath, MAIN] as const

/** The real server in a process of its own, on its own data, always on the same port. */
export class ServerProcess {
  readonly port: number
  readonly dataDirectory: string
  readonly #environment: Record<string, string>
  #command: readonly [string, ...string[]]
  #child: ChildProcess | null = null
  #errors = ''

  private constructor(port: number, dataDirectory: string, options: ServerProcessOptions) {
    const { environment = {}, command = SERVER_COMMAND } = options
    this.port = port
    this.dataDirectory = dataDirectory
    this.#environment = environment
    this.#command = command
  }

  /** A running server, on fresh data unless told otherwise. */
  static async start(options: ServerProcessOptions = {}): Promise<ServerProcess> {
    const { dataDirectory = mkdtempSync(join(tmpdir(), 'confab-server-')) } = options
    const server = new ServerProcess(options.port ?? (await freePort()), dataDirectory, options)
    try {
      await server.start()
    } catch (error) {
      if (options.dataDirectory === undefined) await server.destroy()
      throw error
    }
    return server
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the server is not running')
    return this.#child.pid
  }

  /** What it wrote to its log so far, all lives together. */
  get log(): string {
    return this.#errors
  }

  /** Starts it, again on its data; with a command, as that from now on. */
  async start(command = this.#command): Promise<void> {
    this.#command = command
    const [program, ...args] = command
    const child = spawn(program, args, {
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(this.port),
        HOST: '127.0.0.1',
        CONFAB_DATA_DIR: this.dataDirectory,
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    child.stderr.on('data', (data: Buffer) => {
      this.#errors += data.toString()
    })
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no server in time\n${this.#errors}`)), START_MS_MAX)
      child.stdout.on('data', (data: Buffer) => {
        if (!data.includes('Confab is at')) return
        clearTimeout(timer)
        resolve()
      })
      child.once('exit', (code) => {
        clearTimeout(timer)
        reject(new Error(`the server ended with ${code}\n${this.#errors}`))
      })
    })
  }

  /** Sends a signal that does not end it. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal)
  }

  /** What `/readyz` says. */
  async readiness(): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`)
    return { status: answer.status, body: await answer.json() }
  }

  /** Kilobytes of memory the process has now. */
  get residentKib(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
  }

  /** Sends a signal; with one that ends the process, answers its exit code once it has. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child
    if (!child) return null
    this.#child = null
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exit = once(child, 'exit')
    child.kill(signal)
    const [code] = await exit
    return code
  }

  /** Ends it, whatever it does, and takes its data away. */
  async destroy(): Promise<void> {
    await this.end('SIGKILL')
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}
