import type { FileId } from '@confab/protocol'
import { aFile, anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OWN_EXPORT_PART_BYTES, OWN_EXPORT_READINGS } from '../../limits.ts'
import type { Store } from '../../store/store.ts'
import { aCast, create, join, post } from '../../store/testing/cast.ts'
import { openTestStore } from '../../testing/store-for-tests.ts'
import { archivedPath } from './archived-path.ts'
import { formatOwnCursor, type OwnCursor, parseOwnCursor } from './own-cursor.ts'
import { type OwnPart, readOwnPart } from './read-own-part.ts'

const NOON = 1_700_000_000_000

describe('[A99] where a file lies in the archive', () => {
  const fileId = anId<FileId>('pot')
  const pathOf = (name: string) => archivedPath(aFile({ fileId, name }), NOON)
  const front = `files/2023-11-14 ${fileId} `

  test.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..\\..\\boot.ini', '_.._boot.ini'],
    ['/etc/passwd', '_etc_passwd'],
    ['C:\\pot.png', 'C__pot.png'],
    ['pot\u0000.png\u0007', 'pot.png'],
    ['cod\u202egnp.exe', 'cod gnp.exe'],
    ['\u2066pot\u2069.png', 'pot.png'],
    ['zero\u200bwidth.png', 'zero width.png'],
    ['lone \ud800 half.png', 'lone \ufffd half.png'],
    ['...', 'file'],
    ['  .png', 'png'],
    ['pot?<|>*".png', 'pot______.png'],
    ['مطبخ.png', 'مطبخ.png'],
    ['スープ🍲.png', 'スープ🍲.png'],
  ])('%j is %j', (name, safe) => {
    expect(pathOf(name)).toBe(front + safe)
  })

  test('a name is never too long for a disk, and keeps its ending', () => {
    const path = pathOf(`${'🍲'.repeat(200)}.jpeg`)
    expect(Buffer.byteLength(path)).toBeLessThan(200)
    expect(path).toMatch(/🍲\.jpeg$/)
  })
})

describe('the cursor', () => {
  const counts = { rooms: 1, messages: 2, reactions: 3, files: 4 }
  const room = {
    joinedAt: NOON,
    roomId: anId('kitchen'),
    epoch: anId('epoch'),
    upTo: 9,
    place: 5,
    lastAt: NOON,
  }

  test('comes back as it went', () => {
    const cursor = { at: NOON, total: 90, done: 50, room, counts } as OwnCursor
    expect(parseOwnCursor(formatOwnCursor(cursor))).toEqual(cursor)
    expect(parseOwnCursor(formatOwnCursor({ ...cursor, room: null }))).toEqual({ ...cursor, room: null })
  })

  test.each([
    '',
    'x',
    '1.2.3',
    '1.2.3.4.5.6.7~',
    `1.2.3.4.5.6.7~1.${'A'.repeat(22)}.B.1.2.3`,
    `${'9'.repeat(16)}.2.3.4.5.6.7`,
  ])('%j is none', (text) => expect(parseOwnCursor(text)).toBe(null))
})

test('[A98] whatever somebody makes of a cursor is none, or says the same when it travels on', () => {
  const good = `${NOON}.90.50.1.2.3.4~${NOON}.${'A'.repeat(22)}.${'B'.repeat(22)}.9.4.${NOON}`
  const letters = [...'.~0123456789AZ_-/%\u0000\u202e', '1e3', '..', '9'.repeat(16)]
  let read = 0
  for (let at = 0; at < good.length; at++)
    for (const letter of letters) {
      const text = good.slice(0, at) + letter + good.slice(at + 1)
      const cursor = parseOwnCursor(text)
      if (!cursor) continue
      read += 1
      expect(parseOwnCursor(formatOwnCursor(cursor))).toEqual(cursor)
      expect(() => new Date(cursor.at).toISOString()).not.toThrow()
      expect(() => new Date(cursor.room?.lastAt ?? 0).toISOString()).not.toThrow()
    }
  expect(read).toBeGreaterThan(100)
})

describe('reading', () => {
  let store: Store
  beforeAll(async () => {
    store = await openTestStore()
  })
  afterAll(() => store.close())

  test('[D10] many rooms and much that was written come in parts, each once, none of them heavy', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await store.commit([create(kitchen, ana), create(harbour, bo, { at: NOON + 9 }), join(kitchen, bo)])
    const said = Array.from({ length: 900 }, (_, i) => `${i} ${'soup '.repeat(300)}`)
    for (let i = 0; i < said.length; i += 300)
      await store.commit(said.slice(i, i + 300).map((body) => post(kitchen, bo, body)))
    await store.commit([post(harbour, bo, 'boats', { at: NOON + 9 })])
    const parts: OwnPart[] = []
    for (let from: OwnCursor | null = null; !parts.at(-1)?.isLast && parts.length < 100; ) {
      const read = await readOwnPart(store, { tokenHash: bo.tokenHash, from, now: NOON + 100 })
      if (!read.ok) throw new Error(read.code)
      parts.push(read.part)
      from = parseOwnCursor(formatOwnCursor(read.part.to))
      // What is written meanwhile is not in it.
      await store.commit([post(harbour, bo, `later ${parts.length}`, { at: NOON + 1_000 })])
    }
    const bodies = parts.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message.body] : [])),
    )
    expect(bodies).toEqual([...said, 'boats'])
    expect(parts.length).toBeGreaterThan(2)
    for (const { entries } of parts) {
      expect(entries.length).toBeGreaterThan(0)
      expect(JSON.stringify(entries).length).toBeLessThan(OWN_EXPORT_PART_BYTES + 100_000)
    }
    expect(parts.at(-1)?.to.counts).toEqual({ rooms: 2, messages: 901, reactions: 0, files: 0 })
    expect(OWN_EXPORT_READINGS).toBeGreaterThan(2)
    // Signed out in between, one gets no further.
    await store.revokeToken(bo.tokenHash)
    const from = parts[0]?.to ?? null
    expect(await readOwnPart(store, { tokenHash: bo.tokenHash, from, now: NOON })).toEqual({
      ok: false,
      code: 'forbidden',
    })
  })
})
