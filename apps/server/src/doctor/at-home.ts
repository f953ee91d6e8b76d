import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FileStorage } from '../files/file-storage.ts'
import { type Finding, faultWords, look, well, wrong } from './finding.ts'

const GIB = 1024 ** 3
const ROOM_BYTES = GIB

/** What statfs calls file systems that are on another machine: NFS, SMB in its two forms, Ceph, 9p. */
const REMOTE = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x00c36400, 0x01021997])

const OTHERS_MAY_READ = 0o077

/** Looks at the directory with the data: whether it can be written, by whom it can be read, and how much room there is. */
export async function examineDirectory(directory: string): Promise<Finding[]> {
  if (!existsSync(directory))
    return [
      look(
        `There is no ${directory} yet.`,
        'The first start makes it. If there should be one, CONFAB_DATA_DIR leads elsewhere.',
      ),
    ]
  try {
    accessSync(directory, constants.W_OK | constants.X_OK)
  } catch {
    return [
      wrong(
        `${directory} cannot be written to.`,
        'Run the doctor as the server’s user, or give the directory to that user.',
      ),
    ]
  }
  const findings: Finding[] = []
  if (process.platform !== 'win32' && (statSync(directory).mode & OTHERS_MAY_READ) !== 0)
    findings.push(
      look(
        `Other users of this machine can look into ${directory}.`,
        `It holds what people said: chmod 700 ${directory}`,
      ),
    )
  const { type, bavail, bsize } = await statfs(directory)
  if (REMOTE.has(type))
    findings.push(
      wrong(
        `${directory} lies on a network file system, whose locks and syncs SQLite cannot rely on.`,
        'Keep the data on a disk of this machine, or use PostgreSQL.',
      ),
    )
  const free = bavail * bsize
  const words = `${(free / GIB).toFixed(1)} GiB are free in ${directory}.`
  findings.push(
    free < ROOM_BYTES
      ? look(words, 'When the disk is full, nobody can post. Make room in time.')
      : well(words),
  )
  return findings
}

/** Puts a file there, reads it, and takes it away again. */
export async function examineStorage(storage: FileStorage, words: string): Promise<Finding> {
  const folder = mkdtempSync(join(tmpdir(), 'confab-doctor-'))
  const key = randomBytes(16).toString('hex')
  const bytes = randomBytes(1024)
  try {
    const path = join(folder, 'probe')
    writeFileSync(path, bytes)
    await storage.put(key, path)
    const opened = await storage.open(key)
    const read = opened ? Buffer.concat(await opened.stream.toArray()) : null
    await storage.remove(key)
    if (!read?.equals(bytes))
      return wrong(`What is put into ${words} does not come back as it was.`, 'Do not use it.')
    if ((await storage.open(key)) !== null)
      return wrong(
        `What is taken out of ${words} is there still.`,
        'Switch versions of objects off: people delete what they sent.',
      )
    return well(`Files can be put into ${words}, read and erased.`)
  } catch (error) {
    return wrong(
      `Files cannot be kept in ${words}: ${faultWords(error)}.`,
      'Nobody can send or see any until that works.',
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await storage.close()
  }
}
