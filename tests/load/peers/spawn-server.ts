import { type ChildProcess, spawn } from 'node:child_process'
import { onServerCore } from '../process-figures.ts'

/** How long a server may take to say its address, in milliseconds. */
const START_MS_MAX = 20_000

/** Characters of its log that are shown when a server ends by itself. */
const COMPLAINT_LENGTH_MAX = 4_000

/** What `pnpm start` gives Node, given to all of them. */
const NODE_OPTIONS = '--max-semi-space-size=8'

/** A server process that said where it listens. */
export type SpawnedServer = { pid: number; port: number; stop(): Promise<void> }

/** Starts a server on a core of its own and waits for the port it prints. */
export function spawnServer(script: string, environment: Record<string, string>): Promise<SpawnedServer> {
  const [command, args] = onServerCore(process.execPath, [script])
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', NODE_OPTIONS, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Whoever ends the benchmark ends what it started.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.once('exit', () => process.off('exit', endWithUs))
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} did not start`)), START_MS_MAX)
    let [said, complained] = ['', '']
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const port = /http:\/\/[^:\s]+:(\d+)/.exec(said)?.[1]
      if (!port || child.pid === undefined) return
      clearTimeout(timer)
      resolve({ pid: child.pid, port: Number(port), stop: () => stop(child) })
    })
    // What a server logs while all is well is nobody's concern; how it ended is.
    child.stderr.on('data', (data: Buffer) => {
      complained = (complained + data.toString()).slice(-COMPLAINT_LENGTH_MAX)
    })
    child.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL') process.stderr.write(`${script} ended with ${code ?? signal}\n${complained}`)
      reject(new Error(`${script} ended with ${code ?? signal}`))
    })
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
