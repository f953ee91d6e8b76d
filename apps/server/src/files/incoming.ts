import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError } from '../environment.ts'

/** Temporary directories of this very process. */
const opened = new Set<string>()

/** What an image is called once it was packed anew, and its small picture. */
export const packedName = (name: string): string => `${name}.packed`
export const thumbnailName = (name: string): string => `${name}.thumbnail`

/** Uploads on their way in, and what is made of them, in a directory of this process. What a process before it left there goes at the start. */
export class Incoming {
  readonly directory: string

  private constructor(directory: string) {
    this.directory = directory
  }

  /** In a data directory, which is one process's alone. */
  static inDataDirectory(dataDirectory: string): Incoming {
    const directory = join(dataDirectory, 'incoming')
    rmSync(directory, { recursive: true, force: true })
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    return new Incoming(directory)
  }

  /** Where the system keeps what is for now, beside those of other nodes on the machine; those of nodes that are no more go. */
  static inTemporaryDirectory(): Incoming {
    for (const name of readdirSync(tmpdir())) {
      const pid = /^confab-incoming-(\d+)-/.exec(name)?.[1]
      const directory = join(tmpdir(), name)
      // In a container every process that was before had the same number.
      const isLeft = Number(pid) === process.pid ? !opened.has(directory) : !isAlive(Number(pid))
      if (pid !== undefined && isLeft) rmSync(directory, { recursive: true, force: true })
    }
    const directory = makeTemporary()
    opened.add(directory)
    return new Incoming(directory)
  }

  pathOf(name: string): string {
    return join(this.directory, name)
  }

  /** How many bytes of it are here. */
  async sizeOf(name: string): Promise<number> {
    try {
      return (await stat(this.pathOf(name))).size
    } catch {
      return 0
    }
  }

  /** Writes a piece behind what is here; all of it, or it counts as nothing. */
  async append(name: string, offset: number, piece: Uint8Array): Promise<void> {
    const file = await open(this.pathOf(name), 'a', 0o600)
    try {
      await file.writeFile(piece)
    } catch (error) {
      await file.truncate(offset).catch(() => {})
      throw error
    } finally {
      await file.close()
    }
  }

  /** Takes away everything of an upload. */
  async remove(name: string): Promise<void> {
    for (const part of [name, packedName(name), thumbnailName(name)])
      await rm(this.pathOf(part), { force: true })
  }

  /** Takes away what nobody has written to for so long. */
  async removeOlderThan(ms: number): Promise<void> {
    for (const part of await readdir(this.directory).catch(() => [])) {
      const found = await stat(this.pathOf(part)).catch(() => null)
      if (found && Date.now() - found.mtimeMs > ms) await rm(this.pathOf(part), { force: true })
    }
  }

  /** Takes everything away, when the process ends in order. */
  close(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function makeTemporary(): string {
  try {
    return mkdtempSync(join(tmpdir(), `confab-incoming-${process.pid}-`))
  } catch (error) {
    throw new ConfigError(
      `Files on their way in need a directory that can be written to, and ${tmpdir()} is none. Set TMPDIR, or CONFAB_FILES to off.`,
      { cause: error },
    )
  }
}
