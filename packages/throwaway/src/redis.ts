import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, ServerProcess, untilReady } from './server-process.ts'
import { removeAtExit } from './temporary.ts'

/** A Redis of one's own, which keeps nothing, on a free port of this machine, gone when this process is. */
export class Redis {
  readonly port: number
  readonly #directory: string
  readonly #args: readonly string[]
  #server: ServerProcess | null = null

  private constructor(port: number, directory: string, args: readonly string[]) {
    this.port = port
    this.#directory = directory
    this.#args = args
  }

  /** `args` are settings as `redis-server` takes them, such as `--maxmemory 1mb`. */
  static async start(...args: string[]): Promise<Redis> {
    const directory = mkdtempSync(join(tmpdir(), 'confab-redis-'))
    removeAtExit(directory)
    const redis = new Redis(await freePort(), directory, args)
    await redis.start()
    return redis
  }

  /** Its process; null while it is stopped. */
  get pid(): number | null {
    return this.#server?.isRunning ? this.#server.pid : null
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`
  }

  /** Starts it, again on its port, with nothing of what it had. Resolves when it answers. */
  async start(): Promise<void> {
    const server = await ServerProcess.start({
      program: process.env.REDIS_SERVER ?? 'redis-server',
      args: [
        ...['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#directory],
        ...['--save', '', '--appendonly', 'no', ...this.#args],
      ],
      orphanSignal: 'TERM',
      directory: this.#directory,
    })
    this.#server = server
    await untilReady(server, 'redis-server (Debian: apt-get install redis-server)', () => answers(this.port))
  }

  async stop(): Promise<void> {
    await this.#server?.stop('SIGKILL')
  }

  async destroy(): Promise<void> {
    await this.stop()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** Whether somebody there says PONG. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('error', reject)
    socket.once('data', (data) => {
      socket.destroy()
      resolve(String(data).startsWith('+PONG'))
    })
  })
}
