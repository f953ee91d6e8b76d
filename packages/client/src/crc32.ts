let table: Uint32Array | null = null

/** Made when it is first used, so that whoever never makes an archive does not load it either. */
function makeTable(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1
    return value
  })
}

/** The CRC-32 of bytes as they come, as archives have it: of those before, given their sum, and these. Begins with 0. */
export function crc32(before: number, bytes: Uint8Array): number {
  table ??= makeTable()
  const of = table
  let sum = ~before
  for (const byte of bytes) sum = (of[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8)
  return ~sum >>> 0
}
