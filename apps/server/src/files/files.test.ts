import { createId, type FileId, type UploadState } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

let kitchen: Kitchen

beforeAll(async () => {
  kitchen = await aKitchen({ allowedOrigins: ['https://chat.example.org'] })
}, 30_000)
afterAll(() => kitchen.close())

const aPhoto = async (width = 900, height = 600) =>
  new Uint8Array(
    await sharp({
      create: {
        width,
        height,
        channels: 3,
        background: 'grey',
        noise: { type: 'gaussian', mean: 120, sigma: 30 },
      },
    })
      .jpeg()
      .toBuffer(),
  )

const aText = (text: string) => new TextEncoder().encode(text)

describe('a file', { timeout: 30_000 }, () => {
  test('goes from one to the other: announced, sent in pieces, posted, linked, fetched', async () => {
    const photo = await aPhoto()
    const { fileId, answer } = await kitchen.ana.sender.send(photo, {
      name: 'holiday.jpg',
      pieceBytes: 20_000,
    })
    expect(answer.status).toBe(200)
    const { file, offset } = (await answer.json()) as Required<UploadState>
    expect(offset).toBe(photo.length)
    expect(file).toEqual({
      fileId,
      name: 'holiday.jpg',
      mediaType: 'image/jpeg',
      bytes: expect.any(Number),
      width: 900,
      height: 600,
      hasThumbnail: true,
    })
    const message = await kitchen.ana.post('', [fileId])
    expect(message).toMatchObject({ body: '', files: [file] })

    const [link] = await kitchen.bo.linksTo([fileId])
    if (!link?.thumbnail) throw new Error('no link')
    const whole = await kitchen.fetch(link.path)
    const bytes = Buffer.from(await whole.arrayBuffer())
    expect(whole.status).toBe(200)
    expect(bytes).toHaveLength(file.bytes)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 900, height: 600 })
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': `inline; filename="holiday.jpg"; filename*=UTF-8''holiday.jpg`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': expect.stringMatching(/^private, max-age=\d+, immutable$/),
      'accept-ranges': 'bytes',
    })
    const small = await kitchen.fetch(link.thumbnail)
    expect(small.headers.get('content-type')).toBe('image/webp')
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({
      format: 'webp',
      width: 640,
      height: 427,
    })
  })

  test('[D3] all of it may be asked for again', async () => {
    const { sender } = kitchen.ana
    const text = aText('words '.repeat(100))
    const fileId = createId<FileId>()
    for (let i = 0; i < 2; i++)
      expect(await (await sender.announce(fileId, 600, { name: 'a.txt' })).json()).toEqual({ offset: 0 })
    expect((await sender.piece(fileId, 0, text.slice(0, 200))).status).toBe(200)
    // The answer was lost, so it is sent again, and one hears how far it is.
    const again = await sender.piece(fileId, 0, text.slice(0, 200))
    expect([again.status, await again.json()]).toEqual([409, { code: 'wrong-offset', offset: 200 }])
    expect(await (await sender.ask('GET', fileId)).json()).toEqual({ offset: 200 })
    const state = await (await sender.piece(fileId, 200, text.slice(200))).json()
    expect(state).toEqual({
      offset: 600,
      file: { fileId, name: 'a.txt', mediaType: 'text/plain', bytes: 600 },
    })
    expect(await (await sender.piece(fileId, 200, text.slice(200))).json()).toEqual(state)
    expect(await (await sender.announce(fileId, 600, { name: 'a.txt' })).json()).toEqual(state)
    expect(await (await sender.ask('GET', fileId)).json()).toEqual(state)
    expect((await sender.announce(fileId, 601, { name: 'a.txt' })).status).toBe(409)
  })

  test('[A55] that a message was deleted with is gone from everywhere, at once', async () => {
    const file = await kitchen.ana.sender.sendWell(await aPhoto(), {})
    const message = await kitchen.ana.post('look', [file.fileId])
    const [link] = await kitchen.bo.linksTo([file.fileId])
    if (!link?.thumbnail) throw new Error('no link')
    expect((await kitchen.fetch(link.path)).status).toBe(200)
    const before = kitchen.storedFiles().length
    await kitchen.ana.deleteMessage(message.messageId)
    for (const path of [link.path, link.thumbnail]) expect((await kitchen.fetch(path)).status).toBe(404)
    expect(await kitchen.bo.linksTo([file.fileId])).toEqual([])
    await expect.poll(() => kitchen.storedFiles().length).toBe(before - 2)
  })
})

describe('who may', { timeout: 30_000 }, () => {
  test('[D9] [A55] who was removed gets no link, sends nothing, and posts nothing', async () => {
    const removed = await kitchen.somebody('Chidi')
    const file = await kitchen.ana.sender.sendWell(aText('for members'), {})
    await kitchen.ana.post('', [file.fileId])
    const mine = await removed.sender.sendWell(aText('mine'), {})
    expect(await removed.linksTo([file.fileId])).toHaveLength(1)
    await kitchen.ana.remove(removed)
    await expect(removed.linksTo([file.fileId])).rejects.toThrow(/removed|not-found/)
    const { answer } = await removed.sender.send(aText('more'))
    expect([answer.status, await answer.json()]).toEqual([403, { code: 'forbidden' }])
    await expect(removed.post('', [mine.fileId])).rejects.toThrow()
  })

  test('nobody without a token, and nobody with another’s', async () => {
    const file = await kitchen.ana.sender.sendWell(aText('hers'), {})
    const bare = await fetch(`${kitchen.origin}/uploads/${file.fileId}`)
    expect([bare.status, await bare.json()]).toEqual([401, { code: 'not-authenticated' }])
    expect((await kitchen.bo.sender.ask('GET', file.fileId)).status).toBe(404)
    expect((await kitchen.bo.sender.piece(file.fileId, 0, aText('x'))).status).toBe(404)
    expect((await kitchen.bo.sender.announce(file.fileId, 4)).status).toBe(409)
    expect((await kitchen.bo.sender.ask('DELETE', file.fileId)).status).toBe(204)
    expect((await kitchen.ana.sender.ask('GET', file.fileId)).status).toBe(200)
    const refused = await fetch(`${kitchen.origin}/uploads/${file.fileId}?token=${kitchen.ana.token}`)
    expect(refused.status).toBe(401)
  })

  test('[A55] nobody who made a link up, or changed one', async () => {
    const file = await kitchen.ana.sender.sendWell(aText('secret'), {})
    await kitchen.ana.post('', [file.fileId])
    const [link] = await kitchen.ana.linksTo([file.fileId])
    if (!link) throw new Error('no link')
    const url = new URL(link.path, kitchen.origin)
    const until = Number(url.searchParams.get('until'))
    expect(until).toBeGreaterThan(Date.now() + 14 * 60_000)
    expect(until).toBeLessThanOrEqual(Date.now() + 30 * 60_000)
    const seal = url.searchParams.get('seal') ?? ''
    const path = `/files/${file.fileId}/whole`
    for (const wrong of [
      path,
      `${path}?until=${until}`,
      `${path}?until=${until + 1}&seal=${seal}`,
      `${path}?until=${until}&seal=${seal.slice(1)}`,
      `${path}?until=${until}&seal=${'A'.repeat(22)}`,
      `${path}?until=${until}&seal=${seal}&seal=${seal}`,
      `${path}?until=NaN&seal=${seal}`,
      `${path}?until[]=1&seal[]=${seal}`,
      `/files/${file.fileId}/thumbnail?until=${until}&seal=${seal}`,
      `/files/${anId('another')}/whole?until=${until}&seal=${seal}`,
      `/files/${file.fileId}/../whole?until=${until}&seal=${seal}`,
      `/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd/whole?until=${until}&seal=${seal}`,
      `/files/${file.fileId}`,
      '/files/',
    ])
      expect([wrong, (await kitchen.fetch(wrong)).status]).toEqual([wrong, 404])
    expect((await kitchen.fetch(link.path)).status).toBe(200)
  })
})

describe('fetching', { timeout: 30_000 }, () => {
  const text = 'abcdefghij'
  let path: string

  beforeAll(async () => {
    const file = await kitchen.ana.sender.sendWell(aText(text), { name: 'letters.txt' })
    await kitchen.ana.post('', [file.fileId])
    path = (await kitchen.bo.linksTo([file.fileId]))[0]?.path ?? ''
  })

  test.each([
    ['bytes=0-3', 206, 'abcd', 'bytes 0-3/10'],
    ['bytes=7-', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=-99', 206, text, 'bytes 0-9/10'],
    ['bytes=8-99', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=3-1', 200, text, null],
    ['bytes=0-1,3-4', 200, text, null],
    ['lines=0-1', 200, text, null],
    ['bytes=-', 200, text, null],
  ])('%s', async (range, status, body, contentRange) => {
    const answer = await kitchen.fetch(path, { headers: { range } })
    expect([answer.status, await answer.text(), answer.headers.get('content-range')]).toEqual([
      status,
      body,
      contentRange,
    ])
  })

  test('what one has is not sent again, and a range of something else is not taken for one of this', async () => {
    const etag = (await kitchen.fetch(path)).headers.get('etag') ?? ''
    expect((await kitchen.fetch(path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const other = await kitchen.fetch(path, { headers: { range: 'bytes=0-3', 'if-range': '"other"' } })
    expect(other.status).toBe(200)
    const same = await kitchen.fetch(path, { headers: { range: 'bytes=0-3', 'if-range': etag } })
    expect(same.status).toBe(206)
  })

  test('HEAD tells everything but the bytes', async () => {
    const answer = await kitchen.fetch(path, { method: 'HEAD' })
    expect([answer.status, answer.headers.get('content-length'), await answer.text()]).toEqual([
      200,
      '10',
      '',
    ])
  })

  test('[A47] text is only ever saved', async () => {
    const answer = await kitchen.fetch(path)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="letters.txt"/)
  })
})

describe('pages of another origin', { timeout: 30_000 }, () => {
  const preflight = (origin: string) =>
    kitchen.fetch(`/uploads/${anId<FileId>('photo')}`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PATCH' },
    })

  test('may send and fetch when they are allowed', async () => {
    const origin = 'https://chat.example.org'
    const answer = await preflight(origin)
    expect(answer.status).toBe(204)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('upload-offset'),
      vary: 'origin',
    })
    const refused = await kitchen.fetch('/uploads/x', { headers: { origin } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin])
  })

  test.each(['https://chat.example.org.evil.io', 'null', 'https://evil.io'])(
    '[A43] may not: %s',
    async (origin) => {
      const answer = await preflight(origin)
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
    },
  )
})

test('a server without a place for files says so', async () => {
  const without = await aKitchen({
    files: { storage: null, fileBytesMax: 1, space: { ofIdentity: 1, ofRoom: 1, inAll: 1 } },
  })
  expect(without.welcome).not.toHaveProperty('fileBytesMax')
  const { answer } = await without.ana.sender.send(aText('x'))
  expect([answer.status, await answer.json()]).toEqual([501, { code: 'uploads-off' }])
  expect(await without.ana.linksTo([anId<FileId>('photo')])).toEqual([])
  await without.close()
}, 30_000)
