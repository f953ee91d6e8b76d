/** A file that goes into an archive: its path there, when it was made, and the CRC-32 of its bytes. */
export type ZipEntry = { path: string; at: number; crc: number; file: Blob }

/** What ZIP says where a number has no room in its old fields: the new ones have it. */
const FULL = 0xffff_ffff
const FULL_COUNT = 0xffff

/**
 * A ZIP archive (APPNOTE 6.3), its files as they are: what takes space is packed already. Nothing is copied, the archive is a blob of the
 * blobs it is made of; past four gigabytes or 65,535 files it is ZIP64, which every system has read for long.
 */
export function zipOf(entries: readonly ZipEntry[]): Blob {
  const pieces: (Blob | Bytes)[] = []
  const list: Bytes[] = []
  let offset = 0
  for (const entry of entries) {
    const header = localHeader(entry)
    list.push(listedHeader(entry, offset))
    pieces.push(header, entry.file)
    offset += header.length + entry.file.size
  }
  const listBytes = list.reduce((sum, { length }) => sum + length, 0)
  return new Blob([...pieces, ...list, ...endOf(entries.length, listBytes, offset)])
}

type Bytes = Uint8Array<ArrayBuffer>

/** What both headers of a file have in common, behind its signature and its version. */
const described = ({ at, crc, file }: ZipEntry, name: Bytes, extraBytes: number): Field[] => [
  // The name is UTF-8; the bytes are as they are.
  ...[u16(0x0800), u16(0), ...momentOf(at), u32(crc)],
  ...[u32(Math.min(file.size, FULL)), u32(Math.min(file.size, FULL)), u16(name.length)],
  u16(extraBytes),
]

function localHeader(entry: ZipEntry): Bytes {
  const name = new TextEncoder().encode(entry.path)
  const { size } = entry.file
  const extra = size >= FULL ? written([u16(1), u16(16), u64(size), u64(size)]) : written([])
  const head = [u32(0x0403_4b50), u16(extra.length > 0 ? 45 : 20), ...described(entry, name, extra.length)]
  return joined(written(head), name, extra)
}

function listedHeader(entry: ZipEntry, offset: number): Bytes {
  const name = new TextEncoder().encode(entry.path)
  const { size } = entry.file
  const large = [...(size >= FULL ? [u64(size), u64(size)] : []), ...(offset >= FULL ? [u64(offset)] : [])]
  const extra = large.length > 0 ? written([u16(1), u16(large.length * 8), ...large]) : written([])
  const version = u16(extra.length > 0 ? 45 : 20)
  const head = [u32(0x0201_4b50), version, version, ...described(entry, name, extra.length)]
  // No comment, on the first disk, with no attributes.
  const tail = [u16(0), u16(0), u16(0), u32(0), u32(Math.min(offset, FULL))]
  return joined(written([...head, ...tail]), name, extra)
}

function endOf(count: number, listBytes: number, offset: number): Bytes[] {
  const isLarge = count >= FULL_COUNT || listBytes >= FULL || offset >= FULL
  const shortCount = u16(Math.min(count, FULL_COUNT))
  const short = written([
    ...[u32(0x0605_4b50), u16(0), u16(0), shortCount, shortCount],
    ...[u32(Math.min(listBytes, FULL)), u32(Math.min(offset, FULL)), u16(0)],
  ])
  if (!isLarge) return [short]
  const long = written([
    ...[u32(0x0606_4b50), u64(44), u16(45), u16(45), u32(0), u32(0)],
    ...[u64(count), u64(count), u64(listBytes), u64(offset)],
  ])
  const locator = written([u32(0x0706_4b50), u32(0), u64(offset + listBytes), u32(1)])
  return [long, locator, short]
}

type Field = { bytes: 2 | 4 | 8; value: number }
const u16 = (value: number): Field => ({ bytes: 2, value })
const u32 = (value: number): Field => ({ bytes: 4, value })
const u64 = (value: number): Field => ({ bytes: 8, value })

function written(fields: readonly Field[]): Bytes {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, { bytes }) => sum + bytes, 0)))
  let at = 0
  for (const { bytes, value } of fields) {
    if (bytes === 2) view.setUint16(at, value, true)
    else if (bytes === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += bytes
  }
  return new Uint8Array(view.buffer)
}

function joined(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Time and date as MS-DOS had them, in UTC: two seconds fine, from 1980 on. */
function momentOf(at: number): [Field, Field] {
  const date = new Date(Math.max(at, Date.UTC(1980, 0, 1)))
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  return [u16(time), u16(day)]
}
