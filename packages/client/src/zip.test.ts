import { crc32 as reference } from 'node:zlib'
import { expect, test } from 'vitest'
import { crc32 } from './crc32.ts'
import { type ZipEntry, zipOf } from './zip.ts'

const AT = Date.UTC(2026, 10, 24, 3, 40, 12)
const entry = (path: string, text: string): ZipEntry => ({
  path,
  at: AT,
  crc: reference(text),
  file: new Blob([text]),
})

/** Reads an archive from its end, as whoever opens one does. */
async function opened(archive: Blob) {
  const bytes = Buffer.from(await archive.arrayBuffer())
  const end = bytes.length - 22
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  return Array.from({ length: count }, () => {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50)
    const [sum, size] = [bytes.readUInt32LE(at + 16), bytes.readUInt32LE(at + 24)]
    const [nameBytes, extraBytes] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)]
    const local = bytes.readUInt32LE(at + 42)
    const path = bytes.toString('utf8', at + 46, at + 46 + nameBytes)
    // What stands before the file says the same as the list.
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50)
    expect(bytes.subarray(local + 4, local + 30)).toEqual(bytes.subarray(at + 6, at + 32))
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const file = bytes.subarray(begin, begin + size)
    expect(reference(file)).toBe(sum)
    at += 46 + nameBytes + extraBytes
    return { path, text: file.toString(), moment: bytes.readUInt32LE(local + 10) }
  })
}

test('what goes into an archive comes out of it, by its names in whatever script', async () => {
  const files = [
    entry('Confab.html', '<p>soup</p>'),
    entry('files/スープ 🍲.png', ''),
    entry('files/b', 'x'.repeat(9_999)),
  ]
  const found = await opened(zipOf(files))
  expect(found.map(({ path, text }) => [path, text.length])).toEqual([
    ['Confab.html', 11],
    ['files/スープ 🍲.png', 0],
    ['files/b', 9_999],
  ])
  // 2026-11-24 03:40:12, as MS-DOS wrote it.
  expect(found[0]?.moment).toBe((((46 << 9) | (11 << 5) | 24) << 16) | (3 << 11) | (40 << 5) | 6)
})

test('an empty one is one, and one of very many files says how many they are', async () => {
  expect(await opened(zipOf([]))).toEqual([])
  const many = Array.from({ length: 65_540 }, (_, i) => entry(`files/${i}`, ''))
  const bytes = Buffer.from(await zipOf(many).arrayBuffer())
  // The short end has no room for it; the long one is found by what stands between the two.
  expect(bytes.readUInt16LE(bytes.length - 12)).toBe(0xffff)
  expect(bytes.readUInt32LE(bytes.length - 42)).toBe(0x07064b50)
  const long = Number(bytes.readBigUInt64LE(bytes.length - 34))
  expect(bytes.readUInt32LE(long)).toBe(0x06064b50)
  expect(bytes.readBigUInt64LE(long + 32)).toBe(65_540n)
  expect(bytes.readUInt32LE(Number(bytes.readBigUInt64LE(long + 48)))).toBe(0x02014b50)
})

test('past four gigabytes the sizes are written where there is room for them', async () => {
  const bytes = 5 * 2 ** 30
  const huge = { path: 'files/film', at: AT, crc: 1, file: { size: bytes } as Blob }
  const pieces: unknown[] = []
  const Real = globalThis.Blob
  globalThis.Blob = class {
    constructor(parts: unknown[]) {
      pieces.push(...parts)
    }
  } as unknown as typeof Blob
  try {
    zipOf([huge, { ...huge, path: 'files/late' }])
  } finally {
    globalThis.Blob = Real
  }
  const [head, film, second, , listed, late, long] = pieces as Uint8Array[]
  expect(film).toBe(huge.file)
  const view = (part: Uint8Array | undefined) => Buffer.from(part ?? [])
  expect(view(head).readBigUInt64LE(30 + 10 + 4)).toBe(BigInt(bytes))
  expect(view(listed).readBigUInt64LE(46 + 10 + 4)).toBe(BigInt(bytes))
  const offset = BigInt(bytes + view(head).length)
  expect(view(late).readUInt32LE(42)).toBe(0xffffffff)
  expect(view(late).readBigUInt64LE(46 + 10 + 4 + 16)).toBe(offset)
  expect(view(long).readBigUInt64LE(48)).toBe(offset + BigInt(view(second).length) + BigInt(bytes))
})

test('a sum over bytes as they come is the sum over all of them', () => {
  const bytes = Uint8Array.from({ length: 5_000 }, (_, i) => (i * 31) & 0xff)
  let sum = 0
  for (let at = 0; at < bytes.length; at += 777) sum = crc32(sum, bytes.subarray(at, at + 777))
  expect(sum).toBe(reference(bytes))
  expect(crc32(0, new Uint8Array())).toBe(0)
})
