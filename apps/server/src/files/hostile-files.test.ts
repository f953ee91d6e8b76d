import type { FileRecord, UploadState } from '@confab/protocol'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CANARY, type Fate, HOSTILE_NAMES, hostileFiles } from '../testing/hostile-files.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen
const taken: FileRecord[] = []
const corpus = await hostileFiles()

beforeAll(async () => {
  kitchen = await aKitchen()
}, 30_000)
afterAll(() => kitchen.close())

/** What became of a file, by what it is told as. */
function fateOf(file: FileRecord): Fate {
  if (/^image\//.test(file.mediaType)) return 'image'
  return /^(audio|video)\//.test(file.mediaType) ? 'played' : 'saved'
}

test('the corpus is large', () => {
  expect(corpus.length).toBeGreaterThanOrEqual(60)
  // Nothing that must not come out may be missing from what goes in.
  expect(corpus.filter(({ bytes }) => Buffer.from(bytes).includes(CANARY)).length).toBeGreaterThan(15)
})

describe('[A47] [A48] [A49] [A50] [A51] a hostile file', { timeout: 60_000 }, () => {
  test.each(corpus.map((file) => ({ ...file, title: file.what })))(
    '$title',
    async ({ name, bytes, fates }) => {
      const { answer } = await kitchen.ana.sender.send(bytes, { name, mediaType: 'image/png' })
      const said = (await answer.json()) as UploadState & { code?: string }
      if (!said.file) {
        expect(fates).toContain('refused')
        expect([415, 422]).toContain(answer.status)
        expect(['type-refused', 'unreadable', 'too-many-pixels']).toContain(said.code)
        return
      }
      expect(fates).toContain(fateOf(said.file))
      taken.push(said.file)
      await kitchen.ana.post('', [said.file.fileId])
      const [link] = await kitchen.bo.linksTo([said.file.fileId])
      const paths = [link?.path, link?.thumbnail].filter((path) => path !== undefined)
      for (const path of paths) {
        const fetchedFile = await kitchen.fetch(path)
        const { headers } = fetchedFile
        const content = Buffer.from(await fetchedFile.arrayBuffer())
        expect(headers.get('x-content-type-options')).toBe('nosniff')
        expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
        if (fateOf(said.file) === 'image') {
          expect(headers.get('content-type')).toMatch(/^image\/(jpeg|png|webp|gif|avif)$/)
          expect(content.includes(CANARY)).toBe(false)
          const head = await sharp(content).metadata()
          expect([head.exif, head.xmp, head.iptc, head.icc, head.comments]).toEqual(Array(5).fill(undefined))
        } else if (fateOf(said.file) === 'saved') {
          expect(headers.get('content-type')).toBe('application/octet-stream')
          expect(headers.get('content-disposition')).toMatch(/^attachment;/)
          expect(content.equals(Buffer.from(bytes))).toBe(true)
        } else expect(headers.get('content-type')).toMatch(/^(audio|video)\//)
      }
    },
  )
})

test('[A50] an image that was held askew is turned upright, and says nothing of it any more', async () => {
  const askew = await sharp({ create: { width: 80, height: 40, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const file = await kitchen.ana.sender.sendWell(new Uint8Array(askew))
  expect([file.width, file.height]).toEqual([40, 80])
  await kitchen.ana.post('', [file.fileId])
  const [link] = await kitchen.bo.linksTo([file.fileId])
  const content = Buffer.from(await (await kitchen.fetch(link?.path ?? '')).arrayBuffer())
  expect(await sharp(content).metadata()).toMatchObject({ width: 40, height: 80 })
  expect((await sharp(content).metadata()).orientation).toBeUndefined()
  taken.push(file)
}, 30_000)

test('a GIF that moves goes on moving, and has a still small picture', async () => {
  const frames = await Promise.all(
    ['red', 'green', 'blue'].map((background) =>
      sharp({ create: { width: 50, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  const gif = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [80, 80, 80] })
    .toBuffer()
  const file = await kitchen.ana.sender.sendWell(new Uint8Array(gif))
  expect(file).toMatchObject({
    mediaType: 'image/gif',
    width: 50,
    height: 30,
    isAnimated: true,
    hasThumbnail: true,
  })
  await kitchen.ana.post('', [file.fileId])
  const [link] = await kitchen.bo.linksTo([file.fileId])
  const [whole, small] = await Promise.all(
    [link?.path, link?.thumbnail].map(async (path) =>
      sharp(Buffer.from(await (await kitchen.fetch(path ?? '')).arrayBuffer())).metadata(),
    ),
  )
  expect(whole).toMatchObject({ format: 'gif', pages: 3, delay: [80, 80, 80] })
  expect(small?.pages ?? 1).toBe(1)
  taken.push(file)
}, 30_000)

describe('[A52] a hostile name', { timeout: 30_000 }, () => {
  test.each(HOSTILE_NAMES.map((name) => ({ name, title: JSON.stringify(name.slice(0, 30)) })))(
    '$title is a label, and nothing else',
    async ({ name }) => {
      const file = await kitchen.ana.sender.sendWell(new TextEncoder().encode('x'), { name })
      taken.push(file)
      expect(file.name.length).toBeLessThanOrEqual(120)
      expect(file.name).not.toMatch(/[\p{Cc}\p{Cf}/\\":<>|?*]/u)
      await kitchen.ana.post('', [file.fileId])
      const [link] = await kitchen.bo.linksTo([file.fileId])
      const answer = await kitchen.fetch(link?.path ?? '')
      const disposition = answer.headers.get('content-disposition') ?? ''
      expect(disposition).toMatch(
        /^attachment; filename="[^"\\%\r\n]*"; filename\*=UTF-8''[A-Za-z0-9%!#$&+.^_`|~-]+$/,
      )
      expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(file.name)
      expect(answer.headers.get('set-cookie')).toBeNull()
      for (const path of kitchen.storedFiles())
        expect(path).toMatch(/\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{32}(-thumbnail)?$/)
    },
  )
})

test('after all of it the server is well, and nothing is left but what was taken', async () => {
  expect((await kitchen.fetch('/readyz')).status).toBe(200)
  expect(kitchen.incomingFiles()).toEqual([])
  const thumbnails = taken.filter(({ hasThumbnail }) => hasThumbnail).length
  expect(kitchen.storedFiles()).toHaveLength(taken.length + thumbnails)
  const refused = corpus.length + 2 + HOSTILE_NAMES.length - taken.length
  expect(kitchen.filesKnown()).toEqual({
    counts: { posted: taken.length, erasing: refused },
    bytes: kitchen.storedBytes(),
  })
  expect(kitchen.node.log.failures).toEqual([])
})
