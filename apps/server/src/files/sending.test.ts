import { createId, type FileId } from '@confab/protocol'
import { afterEach, describe, expect, test } from 'vitest'
import { readFilesConfig } from '../files-config.ts'
import { UPLOAD_PIECES_MAX, UPLOADS_PER_ADDRESS } from '../limits.ts'
import { aKitchen, type Kitchen } from '../testing/kitchen.ts'

const MIB = 1024 * 1024
let kitchen: Kitchen

afterEach(() => kitchen.close())

const text = (length: number) => new Uint8Array(length).fill(0x61)

async function aKitchenWith(environment: Record<string, string>): Promise<Kitchen> {
  kitchen = await aKitchen()
  // The same, but where this node keeps its files.
  const { dataDirectory } = kitchen.node
  await kitchen.close()
  kitchen = await aKitchen({ files: readFilesConfig(environment, dataDirectory) })
  return kitchen
}

describe('sending', { timeout: 60_000 }, () => {
  test('[A53] cut at nine tenths and gone on with, the file is whole; left alone, nothing of it is kept for nothing', async () => {
    kitchen = await aKitchen()
    const { sender } = kitchen.ana
    const bytes = text(10_000)
    const fileId = createId<FileId>()
    await sender.announce(fileId, bytes.length, { name: 'a.txt' })
    await sender.piece(fileId, 0, bytes.slice(0, 9_000))
    // The line breaks in the middle of a piece: it counts as nothing.
    const cut = new AbortController()
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, 500))
        setTimeout(() => cut.abort(), 100)
      },
    })
    const headers = {
      authorization: `Bearer ${kitchen.ana.token}`,
      'content-type': 'application/octet-stream',
      'upload-offset': '9000',
    }
    const broken = fetch(`${kitchen.origin}/uploads/${fileId}`, {
      method: 'PATCH',
      headers,
      body: half,
      duplex: 'half',
      signal: cut.signal,
    } as RequestInit)
    await expect(broken).rejects.toThrow()
    expect(await (await sender.ask('GET', fileId)).json()).toEqual({ offset: 9_000 })
    const state = await (await sender.piece(fileId, 9_000, bytes.slice(9_000))).json()
    expect(state).toMatchObject({ offset: 10_000, file: { bytes: 10_000 } })
    expect(kitchen.incomingFiles()).toEqual([])
  })

  test('[A53] taken back in the middle, again and again, it leaves nothing and takes no space', async () => {
    kitchen = await aKitchen()
    const { sender } = kitchen.ana
    const rounds = Array.from({ length: 25 }, (_, i) => i)
    for (const round of rounds) {
      const ids = Array.from({ length: 10 }, () => createId<FileId>())
      await Promise.all(
        ids.map(async (fileId, i) => {
          await sender.announce(fileId, 2_000, { name: 'a.txt' })
          // Some before the first byte, some in the middle, some while they are looked through.
          if (i % 3 > 0) await sender.piece(fileId, 0, text(1_000))
          const last = i % 3 > 1 ? sender.piece(fileId, 1_000, text(1_000)) : null
          if (round % 2) await last
          expect((await sender.ask('DELETE', fileId)).status).toBe(204)
          await last
          const after = await sender.ask('GET', fileId)
          expect([after.status, await after.json()]).toEqual([410, { code: 'gone' }])
        }),
      )
    }
    expect(kitchen.incomingFiles()).toEqual([])
    expect(kitchen.storedFiles()).toEqual([])
    expect(kitchen.filesKnown()).toEqual({ counts: { erasing: 250 }, bytes: 0 })
  })

  test('[A54] many at once who want the last of the space get as much as there is', async () => {
    await aKitchenWith({
      CONFAB_FILES_MIB_PER_IDENTITY: '5',
      CONFAB_FILES_MIB_PER_ROOM: '8',
      CONFAB_FILES_MIB: '10',
    })
    const announce = async (who: Kitchen['ana']) => {
      const answer = await who.sender.announce(createId<FileId>(), MIB)
      return answer.ok ? 'taken' : ((await answer.json()) as { code: string }).code
    }
    const chidi = await kitchen.somebody('Chidi')
    const mine = await Promise.all(Array.from({ length: 20 }, () => announce(kitchen.ana)))
    expect(mine.filter((answer) => answer === 'taken')).toHaveLength(5)
    expect(new Set(mine)).toEqual(new Set(['taken', 'your-space-full']))
    const theirs = await Promise.all(
      Array.from({ length: 20 }, (_, i) => announce(i % 2 ? kitchen.bo : chidi)),
    )
    expect(theirs.filter((answer) => answer === 'taken')).toHaveLength(3)
    expect(theirs).toContain('room-space-full')
    expect(kitchen.filesKnown().bytes).toBe(8 * MIB)
    const answer = await kitchen.ana.sender.announce(createId<FileId>(), 26 * MIB)
    expect([answer.status, await answer.json()]).toEqual([413, { code: 'too-large' }])
  })

  test('what is announced wrongly is refused, before anything of it is read', async () => {
    kitchen = await aKitchen()
    const { sender } = kitchen.ana
    const fileId = createId<FileId>()
    const json = { 'content-type': 'application/json' }
    const good = { roomId: kitchen.roomId, name: 'a', mediaType: '', bytes: 5 }
    for (const body of [
      '{',
      'null',
      '[]',
      JSON.stringify({ ...good, bytes: 0 }),
      JSON.stringify({ ...good, bytes: 1.5 }),
      JSON.stringify({ ...good, bytes: '5' }),
      JSON.stringify({ ...good, storageKey: 'mine' }),
      JSON.stringify({ ...good, mediaType: 'a\u0000' }),
      JSON.stringify({ ...good, roomId: '../..' }),
      JSON.stringify({ ...good, name: 'x'.repeat(10_001) }),
    ])
      expect([body.slice(0, 40), (await sender.ask('PUT', fileId, body, json)).status]).toEqual([
        body.slice(0, 40),
        400,
      ])
    expect((await sender.ask('PUT', fileId, 'x'.repeat(100_000), json)).status).toBe(413)
    for (const type of ['text/plain', 'application/json\ta', 'application/json x', 'text/html'])
      expect(
        (await sender.ask('PUT', fileId, JSON.stringify(good), { 'content-type': type })).status,
      ).toBeGreaterThanOrEqual(400)
    await sender.ask('PUT', fileId, JSON.stringify(good), json)
    for (const offset of ['-1', '1e3', '', 'x', '99999999999999999999'])
      expect(
        (
          await sender.ask('PATCH', fileId, text(1), {
            'content-type': 'application/octet-stream',
            'upload-offset': offset,
          })
        ).status,
      ).toBe(400)
    expect((await sender.piece(fileId, 0, text(6))).status).toBe(413)
    expect((await sender.piece(fileId, 0, text(MIB + 1))).status).toBe(413)
    expect((await sender.piece(fileId, 3, text(1))).status).toBe(409)
    expect((await sender.ask('GET', '../../etc/passwd')).status).toBe(404)
    expect((await sender.ask('GET', 'x')).status).toBe(404)
    expect((await sender.ask('POST', fileId)).status).toBe(405)
    expect(kitchen.incomingFiles()).toEqual([])
  })

  test('[D10] [A54] pieces at once are as many as there may be, and announcing has a rate', async () => {
    kitchen = await aKitchen()
    const { sender } = kitchen.ana
    const ids = Array.from({ length: UPLOAD_PIECES_MAX + 10 }, () => createId<FileId>())
    for (const fileId of ids) await sender.announce(fileId, 100)
    const ends: (() => void)[] = []
    const open = ids.map((fileId) => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(text(50))
          ends.push(() => {
            controller.enqueue(text(50))
            controller.close()
          })
        },
      })
      const headers = {
        authorization: `Bearer ${kitchen.ana.token}`,
        'content-type': 'application/octet-stream',
        'upload-offset': '0',
      }
      return fetch(`${kitchen.origin}/uploads/${fileId}`, {
        method: 'PATCH',
        headers,
        body,
        duplex: 'half',
      } as RequestInit)
    })
    const early = await Promise.race(open)
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2'])
    for (const end of ends) end()
    const statuses = (
      await Promise.all(
        open.map((answer) =>
          answer.then(
            ({ status }) => status,
            () => 503,
          ),
        ),
      )
    ).sort()
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0)
    // Once they are through there is room again.
    expect((await sender.sendWell(text(100), { name: 'a.txt' })).bytes).toBe(100)
    for (let i = 0; i < UPLOADS_PER_ADDRESS.burst; i += 50)
      await Promise.all(Array.from({ length: 50 }, () => sender.announce('x'.repeat(22), 1)))
    const limited = await sender.announce(createId<FileId>(), 1)
    expect([limited.status, await limited.json()]).toEqual([
      429,
      { code: 'rate-limited', retryAfterMs: expect.any(Number) },
    ])
  })

  test('what a process left in the middle of its way is gone when the next one starts', async () => {
    kitchen = await aKitchen()
    const { sender } = kitchen.ana
    const fileId = createId<FileId>()
    await sender.announce(fileId, 100)
    await sender.piece(fileId, 0, text(50))
    expect(kitchen.incomingFiles()).toHaveLength(1)
    const { Incoming } = await import('./incoming.ts')
    Incoming.inDataDirectory(kitchen.node.dataDirectory)
    expect(kitchen.incomingFiles()).toEqual([])
    // Its sender hears to begin again, and does.
    const again = await sender.piece(fileId, 50, text(50))
    expect(await again.json()).toEqual({ code: 'wrong-offset', offset: 0 })
    expect((await sender.piece(fileId, 0, text(100))).status).toBe(200)
  })
})
