import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Where `taskset` is on Debian; without it nothing is pinned. */
const TASKSET = '/usr/bin/taskset'

/** How long a server may take to say its address, in milliseconds. */
const START_MS_MAX = 20_000

/** A server process that said where it listens. */
export type SpawnedServer = { pid: number; port: number; stop(): Promise<void> }

/** Starts a server on a core of its own and waits for the port it prints. */
export function spawnServer(script: string, environment: Record<string, string>): Promise<SpawnedServer> {
  const isPinned = existsSync(TASKSET)
  const [command, args] = isPinned
    ? [TASKSET, ['-c', '0', process.execPath, script]]
    : [process.execPath, [script]]
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', HOST: '127.0.0.1', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${script} did not start`)), START_MS_MAX)
    let said = ''
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      const port = /http:\/\/[^:\s]+:(\d+)/.exec(said)?.[1]
      if (!port || child.pid === undefined) return
      clearTimeout(timer)
      resolve({ pid: child.pid, port: Number(port), stop: () => stop(child) })
    })
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
