import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

// Starts the server and tells its process id. Its own input is a pipe from us: when that ends, we are gone, however we went, and the
// server goes too, and its directory with it.
const WATCH = `signal=$1; directory=$2; shift 2; exec 3<&0
"$@" 3<&- </dev/null & server=$!
echo "$server"
(cat <&3 >/dev/null; trap '' TERM; kill -"$signal" "$server"
while kill -0 "$server" 2>/dev/null; do sleep 0.1; done; rm -rf "$directory") & watch=$!
wait "$server"; code=$?
kill "$watch"; exit "$code"`

/** How a server is started. `orphanSignal` is what ends it when this process is gone. */
export type ServerCommand = {
  program: string
  args: readonly string[]
  orphanSignal: 'QUIT' | 'TERM'
  /** Its files, which are nobody's any more then. */
  directory: string
  /** Whom it runs as; whoever we are, unless told. */
  user?: { uid: number; gid: number }
}

/** A server program as a child of this process. */
export class ServerProcess {
  readonly #child: ChildProcess
  readonly pid: number
  readonly ended: Promise<unknown>
  #said = ''

  private constructor(child: ChildProcess, pid: number, ended: Promise<unknown>) {
    this.#child = child
    this.pid = pid
    this.ended = ended
    child.stderr?.on('data', (data: Buffer) => this.#hear(data))
    child.stdout?.on('data', (data: Buffer) => this.#hear(data))
  }

  static async start({
    program,
    args,
    orphanSignal,
    directory,
    user,
  }: ServerCommand): Promise<ServerProcess> {
    const child = spawn('sh', ['-c', WATCH, 'sh', orphanSignal, directory, program, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      ...user,
    })
    const ended = once(child, 'close').finally(() => child.stdin.destroy())
    child.stdin.on('error', () => {})
    const [first] = await once(child.stdout, 'data')
    return new ServerProcess(child, Number.parseInt(String(first), 10), ended)
  }

  /** The last of what it said, for a message about what went wrong. */
  get lastWords(): string {
    return this.#said
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.isRunning) process.kill(this.pid, signal)
    await this.ended
  }

  #hear(data: Buffer): void {
    this.#said = (this.#said + data.toString()).slice(-4_000)
  }
}

/** Tries until it works; a server that ended, or takes too long, is an error with its last words. */
export async function untilReady(
  server: ServerProcess,
  name: string,
  isReady: () => Promise<boolean>,
): Promise<void> {
  const until = performance.now() + READY_MS_MAX
  for (;;) {
    if (await isReady().catch(() => false)) return
    if (!server.isRunning || performance.now() > until)
      throw new Error(`${name} did not start:\n${server.lastWords}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** How long a server may take until it answers, and how often it is asked, in milliseconds. */
const READY_MS_MAX = 30_000
const LOOK_MS = 20

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}
