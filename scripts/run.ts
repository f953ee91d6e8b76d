import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

/** The top of the checkout. */
export const ROOT = resolve(import.meta.dirname, '..')

/** Where the tools of this checkout are, the pinned Node among them, before those of the machine. */
const PATH = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter)

/**
 * Runs a command and answers its exit code. Its output is streamed through, or, with `isQuiet`, shown only if it fails.
 * `until` ends it with SIGTERM. Never throws: a command that is not there is a 127.
 */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; isQuiet?: boolean; until?: AbortSignal } = {},
): Promise<number> {
  return new Promise((done) => {
    const output: Buffer[] = []
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, PATH, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...options.env },
      ...(options.until && { signal: options.until }),
      stdio: options.isQuiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    })
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk))
    // An abort is an error too, but the process is still ending then.
    child.on('error', (error) => error.name !== 'AbortError' && done(127))
    child.on('close', (code, signal) => {
      if (code !== 0) process.stderr.write(Buffer.concat(output))
      done(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
