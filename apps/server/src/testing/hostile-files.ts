import { crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Stands wherever a file could carry something along: it must be nowhere in what others get. */
export const CANARY = 'CANARY-48.8584N-2.2945E'

/** What a file of the corpus may come to: `image` is packed anew, `saved` is only ever offered for saving, `played` is sound or film. */
export type Fate = 'image' | 'saved' | 'played' | 'refused'

/** A file nobody should send. */
export type HostileFile = {
  what: string
  name: string
  bytes: Uint8Array<ArrayBuffer>
  fates: readonly Fate[]
}

const bytesOf = (...parts: (string | Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
    ),
  )

const u16 = (value: number) => [value >> 8, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]
const u16le = (value: number) => [value & 255, value >> 8]
const u32le = (value: number) => [...u16le(value & 0xffff), ...u16le(value >>> 16)]

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = bytesOf(type, data)
  return bytesOf(u32(data.length), body, u32(crc32(body)))
}
const PNG_HEAD = bytesOf([0x89], 'PNG\r\n', [0x1a], '\n')
const pngOf = (width: number, height: number, idat: Uint8Array, ...more: Uint8Array[]) =>
  bytesOf(
    PNG_HEAD,
    // Grey, 8 bits.
    chunk('IHDR', bytesOf(u32(width), u32(height), [8, 0, 0, 0, 0])),
    ...more,
    chunk('IDAT', idat),
    chunk('IEND', bytesOf()),
  )
/** A PNG with chunks put in behind its head. */
const pngWith = (png: Uint8Array, ...more: Uint8Array[]) =>
  bytesOf(png.subarray(0, 33), ...more, png.subarray(33))

const segment = (marker: number, data: Uint8Array) => bytesOf([0xff, marker], u16(data.length + 2), data)
/** A JPEG with segments put in behind its beginning. */
const jpegWith = (jpeg: Uint8Array, ...more: Uint8Array[]) =>
  bytesOf(jpeg.subarray(0, 2), ...more, jpeg.subarray(2))

const gifFrame = bytesOf([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0], [2, 2, 0x44, 1, 0])
const gifOf = (width: number, height: number, frames: number, ...more: Uint8Array[]) =>
  bytesOf(
    'GIF89a',
    u16le(width),
    u16le(height),
    [0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    ...more,
    ...Array(frames).fill(gifFrame),
    ';',
  )

const riff = (...chunks: Uint8Array[]) => {
  const body = bytesOf('WEBP', ...chunks)
  return bytesOf('RIFF', u32le(body.length), body)
}
const riffChunk = (type: string, data: Uint8Array) =>
  bytesOf(type, u32le(data.length), data, data.length % 2 ? [0] : [])
const u24le = (value: number) => [value & 255, (value >> 8) & 255, value >> 16]

const box = (type: string, ...parts: Parameters<typeof bytesOf>) => {
  const body = bytesOf(...parts)
  return bytesOf(u32(body.length + 8), type, body)
}

/** A ZIP with these files in it; `said` is how long they say they are. */
function zipOf(
  ...entries: { name: string; data: Uint8Array; said?: number; mode?: number }[]
): Uint8Array<ArrayBuffer> {
  let offset = 0
  const locals: Uint8Array[] = []
  const central: Uint8Array[] = []
  for (const { name, data, said = data.length, mode = 0o100644 } of entries) {
    const packed = deflateRawSync(data)
    const head = bytesOf(
      u16le(20),
      u16le(0),
      u16le(8),
      u32le(0),
      u32le(crc32(data)),
      u32le(packed.length),
      u32le(said),
    )
    const local = bytesOf('PK\x03\x04', head, u16le(name.length), u16le(0), name, packed)
    const attributes = bytesOf(u16le(0), u16le(0), u16le(0), u32le((mode << 16) >>> 0), u32le(offset))
    central.push(bytesOf('PK\x01\x02', u16le(0x031e), head, u16le(name.length), u16le(0), attributes, name))
    locals.push(local)
    offset += local.length
  }
  const directory = bytesOf(...central)
  const end = bytesOf(
    'PK\x05\x06',
    u32le(0),
    u16le(entries.length),
    u16le(entries.length),
    u32le(directory.length),
    u32le(offset),
    u16le(0),
  )
  return bytesOf(...locals, directory, end)
}

const TEXT = {
  svg: `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert("${CANARY}")</script></svg>`,
  html: `<!doctype html><script>document.title = "${CANARY}"</script>`,
  xxe: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
  laughs: `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>`,
  mvg: 'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://example.org/"|ls "-la)\'\npop graphic-context',
  msl: '<?xml version="1.0"?><image><read filename="/etc/passwd"/><write filename="/tmp/x.php"/></image>',
  script: 'alert(document.cookie)',
  php: '<?php system($_GET["c"]); ?>',
  shell: '#!/bin/sh\nrm -rf ~\n',
  ps: '%!PS-Adobe-3.0\n(/etc/passwd) (r) file\nshowpage\n',
  pdf: '%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n',
}

/** Makes the corpus: a good half is written byte by byte, the rest are real images with something in them. */
export async function hostileFiles(): Promise<HostileFile[]> {
  const base = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
  const made = async (image: Sharp) => bytesOf(await image.toBuffer())
  const [jpeg, png, webp, gif, avif] = await Promise.all([
    made(base().jpeg()),
    made(base().png()),
    made(base().webp()),
    made(base().gif()),
    made(base().avif({ effort: 0 })),
  ])
  const exif = {
    IFD0: { ImageDescription: CANARY, Copyright: CANARY, Artist: CANARY },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '48/1 51/1 3024/100' },
  }
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:title="${CANARY}"/></rdf:RDF></x:xmpmeta>`
  const canaries = Buffer.from(CANARY.repeat(3_000)).subarray(0, 65_000)
  const half = (bytes: Uint8Array) => bytesOf(bytes.subarray(0, Math.floor(bytes.length / 2)))
  const torn = (bytes: Uint8Array) => {
    const copy = bytesOf(bytes)
    for (let i = 40; i < copy.length; i += 7) copy[i] = (copy[i] ?? 0) ^ 0x55
    return copy
  }
  const embedded = bytesOf(
    'Exif\0\0MM\0*\0\0\0\x08\0\x01',
    u16(0x0201),
    u16(4),
    u32(1),
    u32(26),
    u32(0),
    jpegWith(jpeg, segment(0xfe, Buffer.from(CANARY))),
  )
  const zeros = (length: number) => deflateSync(Buffer.alloc(length), { level: 9 })
  const anmf = riffChunk(
    'ANMF',
    bytesOf(
      u24le(0),
      u24le(0),
      u24le(0),
      u24le(0),
      u24le(10),
      [0],
      riffChunk('VP8L', bytesOf([0x2f, 0, 0, 0, 0, 0x88, 0x88, 0x08])),
    ),
  )
  const moving = (frames: number, width: number, height: number) =>
    riff(
      riffChunk('VP8X', bytesOf([2, 0, 0, 0], u24le(width - 1), u24le(height - 1))),
      riffChunk('ANIM', bytesOf(u32le(0), u16le(0))),
      ...Array(frames).fill(anmf),
    )
  const ftyp = (brand: string) => box('ftyp', brand, u32(0), brand, 'mif1')

  const file = (
    what: string,
    name: string,
    bytes: Uint8Array<ArrayBuffer> | string,
    ...fates: Fate[]
  ): HostileFile => ({
    what,
    name,
    bytes: typeof bytes === 'string' ? bytesOf(bytes) : bytes,
    fates,
  })
  const carrying = [
    file('EXIF with GPS in a JPEG', 'a.jpg', await made(base().withExif(exif).jpeg()), 'image'),
    file('EXIF with GPS in a PNG', 'a.png', await made(base().withExif(exif).png()), 'image'),
    file('EXIF with GPS in a WebP', 'a.webp', await made(base().withExif(exif).webp()), 'image'),
    file(
      'EXIF with GPS in an AVIF',
      'a.avif',
      await made(base().withExif(exif).avif({ effort: 0 })),
      'image',
    ),
    file('XMP in a JPEG', 'a.jpg', await made(base().withXmp(xmp).jpeg()), 'image'),
    file('XMP in a WebP', 'a.webp', await made(base().withXmp(xmp).webp()), 'image'),
    file('a thumbnail within EXIF', 'a.jpg', jpegWith(jpeg, segment(0xe1, embedded)), 'image', 'refused'),
    file(
      '4 MiB that say they are an ICC profile',
      'a.jpg',
      jpegWith(
        jpeg,
        ...Array.from({ length: 64 }, (_, i) =>
          segment(0xe2, bytesOf('ICC_PROFILE\0', [i + 1, 64], canaries)),
        ),
      ),
      'image',
      'refused',
    ),
    file(
      'IPTC in a JPEG',
      'a.jpg',
      jpegWith(
        jpeg,
        segment(0xed, bytesOf('Photoshop 3.0\0', '8BIM', u16(0x0404), [0, 0], u32(CANARY.length), CANARY)),
      ),
      'image',
    ),
    file('a comment in a JPEG', 'a.jpg', jpegWith(jpeg, segment(0xfe, Buffer.from(CANARY))), 'image'),
    file('words behind the end of a JPEG', 'a.jpg', bytesOf(jpeg, CANARY, TEXT.html), 'image'),
    file('tEXt in a PNG', 'a.png', pngWith(png, chunk('tEXt', bytesOf('Comment\0', CANARY))), 'image'),
    file(
      'iTXt in a PNG',
      'a.png',
      pngWith(png, chunk('iTXt', bytesOf('XML:com.adobe.xmp\0\0\0\0\0', xmp))),
      'image',
    ),
    file(
      'zTXt in a PNG',
      'a.png',
      pngWith(png, chunk('zTXt', bytesOf('Comment\0\0', deflateSync(Buffer.from(CANARY))))),
      'image',
    ),
    file(
      'eXIf in a PNG',
      'a.png',
      pngWith(png, chunk('eXIf', bytesOf('MM\0*\0\0\0\x08\0\0', CANARY))),
      'image',
    ),
    file('a chunk nobody knows', 'a.png', pngWith(png, chunk('caNy', Buffer.from(CANARY))), 'image'),
    file('words behind the end of a PNG', 'a.png', bytesOf(png, CANARY), 'image'),
    file(
      'a comment in a GIF',
      'a.gif',
      gifOf(1, 1, 1, bytesOf([0x21, 0xfe, CANARY.length], CANARY, [0])),
      'image',
    ),
    file(
      'an application block in a GIF',
      'a.gif',
      gifOf(1, 1, 1, bytesOf([0x21, 0xff, 11], 'XMP DataXMP', [CANARY.length], CANARY, [0])),
      'image',
    ),
    file('words behind the end of a WebP', 'a.webp', bytesOf(webp, CANARY), 'image', 'refused'),
    file('a free box in an AVIF', 'a.avif', bytesOf(avif, box('free', CANARY)), 'image', 'refused'),
  ]
  const polyglots = [
    file(
      'GIF and JavaScript',
      'a.gif',
      bytesOf(
        gif.subarray(0, 13),
        gif.subarray(13, -1),
        [0x21, 0xfe, 32],
        '*/=1;alert(document.cookie)/*CAN',
        [0],
        ';',
        `*/;alert("${CANARY}")`,
      ),
      'image',
      'refused',
    ),
    file(
      'JPEG and PDF',
      'a.jpg',
      bytesOf(jpegWith(jpeg, segment(0xfe, Buffer.from(TEXT.pdf + CANARY))), TEXT.pdf),
      'image',
    ),
    file('PDF and JPEG', 'a.pdf', bytesOf(TEXT.pdf, jpeg), 'saved'),
    file('PNG and HTML', 'a.html', bytesOf(png, TEXT.html), 'image'),
    file(
      'JPEG and ZIP',
      'a.zip',
      bytesOf(jpeg, zipOf({ name: 'a.html', data: Buffer.from(TEXT.html) })),
      'image',
    ),
    file('JPEG and PHP', 'a.php', jpegWith(jpeg, segment(0xfe, Buffer.from(TEXT.php + CANARY))), 'image'),
    file(
      'WAV and HTML',
      'a.wav',
      bytesOf(
        'RIFF',
        u32le(36),
        'WAVEfmt ',
        u32le(16),
        u16le(1),
        u16le(1),
        u32le(8_000),
        u32le(8_000),
        u16le(1),
        u16le(8),
        'data',
        u32le(0),
        TEXT.html,
      ),
      'played',
    ),
  ]
  const bombs = [
    file('a PNG of 14,000 × 14,000', 'a.png', pngOf(14_000, 14_000, zeros(14_000 * 14_001)), 'refused'),
    file('a PNG that says it is 100,000 wide', 'a.png', pngOf(100_000, 100_000, zeros(100)), 'refused'),
    file(
      'a PNG of one pixel that unpacks to 100 MB',
      'a.png',
      pngOf(1, 1, zeros(100_000_000)),
      'image',
      'refused',
    ),
    file(
      'zTXt that unpacks to 100 MB',
      'a.png',
      pngWith(png, chunk('zTXt', bytesOf('Comment\0\0', zeros(100_000_000)))),
      'image',
      'refused',
    ),
    file(
      'iCCP that unpacks to 100 MB',
      'a.png',
      pngWith(png, chunk('iCCP', bytesOf('icc\0\0', zeros(100_000_000)))),
      'image',
      'refused',
    ),
    file(
      'a JPEG that says it is 65,535 × 65,535',
      'a.jpg',
      bytesOf(
        [0xff, 0xd8],
        segment(0xc0, bytesOf([8], u16(65_535), u16(65_535), [1, 1, 0x11, 0])),
        [0xff, 0xd9],
      ),
      'refused',
    ),
    file('a GIF of 65,535 × 65,535', 'a.gif', gifOf(65_535, 65_535, 1), 'image', 'refused'),
    file('a GIF of 5,000 pictures', 'a.gif', gifOf(1, 1, 5_000), 'refused'),
    file('a GIF of 500 pictures of a megapixel', 'a.gif', gifOf(1_000, 1_000, 500), 'refused'),
    file('a WebP of 16,383 × 16,383', 'a.webp', moving(1, 16_383, 16_383), 'refused'),
    file('a WebP of 5,000 pictures', 'a.webp', moving(5_000, 1, 1), 'refused'),
    file(
      'a ZIP that unpacks to a gigabyte',
      'a.zip',
      zipOf({ name: 'a', data: Buffer.alloc(10_000_000), said: 1_000_000_000 }),
      'saved',
    ),
    file(
      'a ZIP that a type is looked for in',
      'a.docx',
      zipOf(
        { name: '[Content_Types].xml', data: Buffer.alloc(50_000_000) },
        { name: 'word/document.xml', data: Buffer.from('x') },
      ),
      'saved',
      'refused',
    ),
    file(
      'a ZIP in a ZIP in a ZIP',
      'a.zip',
      zipOf({
        name: 'a.zip',
        data: zipOf({ name: 'b.zip', data: zipOf({ name: 'c', data: Buffer.alloc(1_000_000) }) }),
      }),
      'saved',
    ),
    file(
      'a ZIP with a link out of it',
      'a.zip',
      zipOf({ name: '../../etc/passwd', data: Buffer.from('/etc/passwd'), mode: 0o120777 }),
      'saved',
    ),
    file(
      'gzip that unpacks to 100 MB',
      'a.gz',
      bytesOf(gzipSync(Buffer.alloc(100_000_000), { level: 9 })),
      'saved',
    ),
    file('XML that grows', 'a.xml', TEXT.laughs, 'saved'),
  ]
  const disguised = [
    file('SVG with a script', 'a.svg', TEXT.svg, 'saved'),
    file('SVG that is called a PNG', 'a.png', TEXT.svg.replace('<?xml version="1.0"?>', ''), 'saved'),
    file('packed SVG', 'a.svgz', bytesOf(gzipSync(TEXT.svg)), 'saved'),
    file('HTML that is called a PNG', 'a.png', TEXT.html, 'saved'),
    file('XML that asks for a file', 'a.xml', TEXT.xxe, 'saved'),
    file('MVG that is called a JPEG', 'a.jpg', TEXT.mvg, 'saved'),
    file('MSL that is called a JPEG', 'a.jpg', TEXT.msl, 'saved'),
    file('PostScript that is called a JPEG', 'a.jpg', TEXT.ps, 'refused'),
    file('EPS', 'a.eps', TEXT.ps.replace('Adobe-3.0', 'Adobe-3.0 EPSF-3.0'), 'refused'),
    file('a script', 'a.js', TEXT.script, 'saved'),
    file('a shell script', 'a.sh', TEXT.shell, 'saved', 'refused'),
    file('TIFF that is called a JPEG', 'a.jpg', await made(base().tiff()), 'refused'),
    file('BigTIFF', 'a.jpg', bytesOf('II', u16le(43), u16le(8), u16le(0), Array(64).fill(0)), 'refused'),
    file(
      'ICO that is called a JPEG',
      'a.jpg',
      bytesOf(
        u16le(0),
        u16le(1),
        u16le(1),
        [16, 16, 0, 0],
        u16le(1),
        u16le(32),
        u32le(png.length),
        u32le(22),
        png,
      ),
      'refused',
    ),
    file(
      'PSD that is called a JPEG',
      'a.jpg',
      bytesOf('8BPS', u16(1), Array(6).fill(0), u16(3), u32(10), u32(10), u16(8), u16(3), Array(64).fill(0)),
      'refused',
    ),
    file(
      'HEIC that is called a JPEG',
      'a.jpg',
      bytesOf(ftyp('heic'), box('meta', u32(0), CANARY)),
      'refused',
    ),
    file(
      'JPEG XL',
      'a.jpg',
      bytesOf(box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]), box('ftyp', 'jxl ', u32(0), 'jxl '), Array(64).fill(0)),
      'refused',
    ),
    file(
      'JPEG 2000',
      'a.jpg',
      bytesOf(box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]), box('ftyp', 'jp2 ', u32(0), 'jp2 '), Array(64).fill(0)),
      'refused',
    ),
    file(
      'BMP',
      'a.jpg',
      bytesOf(
        'BM',
        u32le(70),
        u32le(0),
        u32le(54),
        u32le(40),
        u32le(1),
        u32le(1),
        u16le(1),
        u16le(24),
        Array(40).fill(0),
      ),
      'refused',
    ),
    file('PPM', 'a.jpg', bytesOf('P6\n1 1\n255\n', [0xff, 0xfe, 0x80]), 'refused'),
    file('FITS', 'a.jpg', bytesOf('SIMPLE  =                    T'.padEnd(2_880, ' '), [0xff, 0]), 'refused'),
    file('VIPS', 'a.jpg', bytesOf([0x08, 0xf2, 0xa6, 0xb6], Array(60).fill(0)), 'refused'),
    file('OpenEXR', 'a.jpg', bytesOf([0x76, 0x2f, 0x31, 0x01], Array(60).fill(0)), 'refused'),
    file('a program for Windows', 'a.jpg', bytesOf('MZ', Array(200).fill(0x90)), 'refused'),
    file('a program for Linux', 'a.png', bytesOf([0x7f], 'ELF', [2, 1, 1], Array(100).fill(0)), 'refused'),
    file('WebAssembly', 'a.wasm', bytesOf('\0asm', [1, 0, 0, 0]), 'refused'),
    file('Flash', 'a.swf', bytesOf('FWS', [9], Array(60).fill(0)), 'refused'),
    file(
      'bytes of no kind',
      'a.bin',
      bytesOf(Array.from({ length: 1_000 }, (_, i) => (i * 167 + 13) % 256)),
      'refused',
    ),
    file('one NUL', 'a.txt', bytesOf([0]), 'refused'),
    file('text with NUL in it', 'a.txt', bytesOf('hello\0world'), 'refused'),
    file('text that breaks off in a letter', 'a.txt', bytesOf('caf', [0xc3]), 'refused'),
  ]
  const broken = [
    ...[
      ['jpg', jpeg],
      ['png', png],
      ['webp', webp],
      ['gif', gif],
      ['avif', avif],
    ].flatMap(([ending, bytes]) => [
      file(`half a ${String(ending)}`, `a.${String(ending)}`, half(bytes as Uint8Array), 'refused', 'image'),
      file(`a torn ${String(ending)}`, `a.${String(ending)}`, torn(bytes as Uint8Array), 'refused', 'image'),
      file(
        `the first bytes of a ${String(ending)}`,
        `a.${String(ending)}`,
        bytesOf((bytes as Uint8Array).subarray(0, 16)),
        'refused',
      ),
    ]),
    file('a PNG of no width', 'a.png', pngOf(0, 0, zeros(0)), 'refused'),
    file(
      'a PNG with a chunk longer than itself',
      'a.png',
      bytesOf(PNG_HEAD, u32(0x7fffffff), 'IHDR', Array(20).fill(1)),
      'refused',
    ),
    file(
      'an MP4 whose box is longer than all there is',
      'a.mp4',
      bytesOf(box('ftyp', 'isom', u32(0), 'isom'), u32(1), 'moov', u32(0x7fffffff), u32(0xffffffff)),
      'played',
      'refused',
    ),
    file(
      'an MP4 whose boxes are all of no length',
      'a.mp4',
      bytesOf(box('ftyp', 'isom', u32(0), 'isom'), ...Array(100).fill(bytesOf(u32(0), 'free'))),
      'played',
      'refused',
    ),
    file(
      'an MP3 with a tag longer than itself',
      'a.mp3',
      bytesOf('ID3', [4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f], Array(50).fill(0)),
      'played',
      'refused',
    ),
    file(
      'ASF whose objects are of no length',
      'a.wmv',
      bytesOf(
        [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9, 0, 0xaa, 0, 0x62, 0xce, 0x6c],
        u32le(100),
        u32le(0),
        u32le(9),
        [1, 2],
        Array(300).fill(0),
      ),
      'refused',
    ),
    file(
      'EBML that never ends',
      'a.webm',
      bytesOf(
        [0x1a, 0x45, 0xdf, 0xa3, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        Array(100).fill(0xff),
      ),
      'played',
      'refused',
    ),
  ]
  return [...carrying, ...polyglots, ...bombs, ...disguised, ...broken]
}

/** Names nobody should give a file. */
export const HOSTILE_NAMES = [
  '../../x',
  '..\\..\\x',
  '/etc/passwd',
  'CON',
  'aux.txt',
  'x'.repeat(5_000),
  `${'x'.repeat(5_000)}.png`,
  'photo\u202egpj.exe',
  'a\u0000b.png',
  'a\r\nSet-Cookie: a=b\r\n\r\n<script>',
  "a\"; filename*=utf-8''evil.html",
  "'; DROP TABLE files; --",
  '%00%2e%2e%2f',
  '.htaccess',
  '\ud800.png',
  ' ',
  '😀'.repeat(300),
  '<img src=x onerror=alert(1)>.png',
  '=cmd|calc.csv',
] as const
