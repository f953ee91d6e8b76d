import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from './run.ts'

/** One node of the cluster, always on the same port. */
export class ClusterNode {
  readonly port: number
  readonly #environment: Record<string, string>
  readonly #say: (line: string) => void
  #child: ChildProcess | null = null

  /** `say` is given what it writes to its log, line by line. */
  constructor(port: number, environment: Record<string, string>, say: (line: string) => void) {
    this.port = port
    this.#environment = environment
    this.#say = say
  }

  /** Resolves when it is ready; rejects when it ends instead. */
  async start(): Promise<void> {
    const child = spawn(
      process.execPath,
      ['--max-semi-space-size=8', join(ROOT, 'apps/server/dist/main.js')],
      {
        env: { ...process.env, ...this.#environment, HOST: '127.0.0.1', PORT: String(this.port) },
        stdio: ['ignore', 'ignore', 'pipe'],
        // Ctrl-C is for the cluster; it ends its nodes in order.
        detached: true,
      },
    )
    this.#child = child
    child.stderr.on('data', (data: Buffer) => {
      for (const line of data.toString().split('\n')) if (line !== '') this.#say(line)
    })
    while (!(await this.#isReady())) {
      if (child.exitCode !== null) throw new Error(`The node on port ${this.port} ended at once.`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  /** Drains it with SIGTERM, or ends it as a crash does. Resolves when it is gone. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = null
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.port}/readyz`)).ok
    } catch {
      return false
    }
  }
}
