import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'

/** Takes an archive apart into a directory, as whoever opens it does; answers the paths in it. One whose sums are wrong is none. */
export function unzipped(archive: Buffer, directory: string): string[] {
  const end = archive.lastIndexOf(Buffer.from('PK\u0005\u0006'))
  let at = archive.readUInt32LE(end + 16)
  return Array.from({ length: archive.readUInt16LE(end + 10) }, () => {
    const [sum, size] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)]
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    const path = archive.toString('utf8', at + 46, nameEnd)
    const local = archive.readUInt32LE(at + 42)
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const file = archive.subarray(begin, begin + size)
    if (crc32(file) !== sum) throw new Error(`${path} is damaged.`)
    mkdirSync(dirname(join(directory, path)), { recursive: true })
    writeFileSync(join(directory, path), file)
    at = nameEnd + archive.readUInt16LE(at + 30)
    return path
  })
}
