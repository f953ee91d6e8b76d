import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs'

// SQLite's write-ahead log ends, to SQLite, at its first frame that does not add up. That is right after a power cut, where the
// last transaction may lie there in parts and nobody was told of it. It is wrong when the disk lost or changed something: then
// commits that people were told of are silently gone. This reads the log before SQLite does and tells the two apart.
// The formats are those of https://sqlite.org/fileformat2.html#walformat and https://sqlite.org/walformat.html.

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/** The two words of a running checksum. */
type Sum = [number, number]

/**
 * Whether commits are missing at the end of a log that a server left behind: whole ones lie behind a broken frame, the log is
 * shorter than its own index says, or it is gone. Call it only for a database that was not closed, and before it is opened.
 */
export function isLogCut(databasePath: string): boolean {
  const index = readIndex(`${databasePath}-shm`)
  const bytes = statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size
  if (bytes === undefined) return true
  if (bytes === 0) return index !== null && index.frames > index.framesInFile
  const log = openSync(`${databasePath}-wal`, 'r')
  try {
    return isCut(log, index)
  } finally {
    closeSync(log)
  }
}

function isCut(log: number, index: LogIndex | null): boolean {
  const header = Buffer.alloc(HEADER_BYTES)
  const magic = readAt(log, header, 0) ? header.readUInt32BE(0) : 0
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return true
  const isBigEndian = magic === 0x377f0683
  let sum = addUp([0, 0], header.subarray(0, 24), isBigEndian)
  if (!isSum(sum, header, 24)) return true
  const salt = header.subarray(16, 24)

  const frame = Buffer.alloc(FRAME_HEADER_BYTES + header.readUInt32BE(8))
  const frames = Math.floor((fstatSync(log).size - HEADER_BYTES) / frame.length)
  let committed = 0
  let isBroken = false
  for (let number = 1; number <= frames; number++) {
    if (!readAt(log, frame, HEADER_BYTES + (number - 1) * frame.length)) break
    // Frames of an earlier round of the log carry another salt.
    const isOfThisRound = frame.compare(salt, 0, 8, 8, 16) === 0
    const isCommit = frame.readUInt32BE(4) !== 0
    if (!isBroken) {
      sum = addUp(
        addUp(sum, frame.subarray(0, 8), isBigEndian),
        frame.subarray(FRAME_HEADER_BYTES),
        isBigEndian,
      )
      isBroken = !isOfThisRound || !isSum(sum, frame, 16)
    }
    if (isBroken && isOfThisRound && isCommit) return true
    if (!isBroken && isCommit) committed = number
  }
  return index?.salt.equals(salt) === true && index.frames > committed
}

function addUp([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [s0, s1] = [first, second]
  for (let at = 0; at < bytes.length; at += 8) {
    s0 = (s0 + view.getUint32(at, !isBigEndian) + s1) >>> 0
    s1 = (s1 + view.getUint32(at + 4, !isBigEndian) + s0) >>> 0
  }
  return [s0, s1]
}

const isSum = ([s0, s1]: Sum, bytes: Buffer, at: number): boolean =>
  s0 === bytes.readUInt32BE(at) && s1 === bytes.readUInt32BE(at + 4)

function readAt(file: number, buffer: Buffer, position: number): boolean {
  return readSync(file, buffer, 0, buffer.length, position) === buffer.length
}

/** What the log's index knows: how many frames are committed, and how many of them stand in the database file already. */
type LogIndex = { frames: number; framesInFile: number; salt: Buffer }

/** The index of the log, if its two copies agree; it is memory shared by processes, and after a power cut it may be anything. */
function readIndex(path: string): LogIndex | null {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < 136) return null
  const bytes = readFileSync(path).subarray(0, 136)
  const isInitialized = bytes[12] === 1
  if (!isInitialized || bytes.compare(bytes, 48, 96, 0, 48) !== 0) return null
  // The index is of this machine, so its numbers are in this machine's order; all that Node runs on today are little-endian.
  return {
    frames: bytes.readUInt32LE(16),
    framesInFile: bytes.readUInt32LE(96),
    salt: bytes.subarray(32, 40),
  }
}
