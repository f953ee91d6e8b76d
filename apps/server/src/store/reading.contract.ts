import {
  BODY_LENGTH_MAX,
  type Epoch,
  PAGE_BYTES_MAX,
  PAGE_RECORDS_MAX,
  REPLAY_BYTES_MAX,
  REPLAY_RECORDS_MAX,
  type Sequence,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Change, Entry } from './store.ts'
import {
  aCast,
  applied,
  create,
  join,
  type Person,
  type Place,
  pageFor,
  post,
  retitle,
  shown,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

/** What a store answers about what it holds. */
export function readingContract(harness: Harness): void {
  const commit = (...changes: Change[]) => harness.store.commit(changes)

  const posts = (place: Place, person: Person, count: number, bodyLength = 5) =>
    Array.from({ length: count }, (_, i) => post(place, person, `${i} `.padEnd(bodyLength, 'x')))

  const enter = (place: Place, person: Person, sequence: Sequence, epoch = place.epoch) =>
    harness.store.readEntry(place.roomId, [person.tokenHash], { epoch, sequence })

  const replayed = (entry: Entry | null) => (entry?.by === 'replay' ? shown(entry.records) : entry?.by)

  test('a room is found by its code only', async () => {
    const { kitchen, harbour, ana } = aCast()
    await commit(create(kitchen, ana))
    expect(await harness.store.findRoom(kitchen.code)).toBe(kitchen.roomId)
    expect(await harness.store.findRoom(harbour.code)).toBeNull()
  })

  test('nobody enters a room they are no member of, nor one that is not there', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(create(kitchen, ana), create(harbour, bo))
    expect(await harness.store.readEntry(kitchen.roomId, [bo.tokenHash], null)).toBeNull()
    expect(await harness.store.readEntry(anId('nowhere'), [ana.tokenHash], null)).toBeNull()
  })

  test('several who come from the same place are told apart, and who is no member is left out', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo))
    const everybody = [chidi, ana, bo].map((person) => person.tokenHash)
    const entry = await harness.store.readEntry(kitchen.roomId, everybody, null)
    expect([...(entry?.members ?? [])].map(([tokenHash, { name }]) => [tokenHash, name])).toEqual([
      [ana.tokenHash, 'Ana'],
      [bo.tokenHash, 'Bo'],
    ])
  })

  test('without a cursor a member gets the newest page', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      post(kitchen, ana, 'one'),
      retitle(kitchen, ana, 'Supper'),
    )
    const entry = await harness.store.readEntry(kitchen.roomId, [bo.tokenHash], null)
    expect(entry).toMatchObject({
      epoch: kitchen.epoch,
      head: 5,
      members: new Map([[bo.tokenHash, expect.objectContaining({ name: 'Bo', role: 'member' })]]),
      by: 'reset',
      room: { title: 'Supper', version: 5 },
      page: { from: 0, to: 5, head: 5 },
    })
    expect(entry?.by === 'reset' && shown(entry.page.records)).toEqual([
      'room "Supper"',
      'Ana joined',
      'Bo joined',
      'Ana: one',
    ])
  })

  test('the newest page of a long room has as many records as a page takes', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana), ...posts(kitchen, ana, PAGE_RECORDS_MAX + 10))
    const entry = await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)
    if (entry?.by !== 'reset') throw new Error('A reset was expected.')
    const { from, to, head, records } = entry.page
    expect(records).toHaveLength(PAGE_RECORDS_MAX)
    expect({ from, to, head }).toEqual({ from: 12, to: 62, head: 62 })
    expect(entry.room).toEqual({
      kind: 'room',
      sequence: 1,
      version: 1,
      code: kitchen.code,
      title: '',
      createdAt: 1_700_000_000_000,
    })
  })

  test('[D8] a cursor brings what changed above it, each record once, in its newest state, by version', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      post(kitchen, bo, 'one'),
      join(kitchen, bo, { name: 'Bobo' }),
      retitle(kitchen, ana, 'Supper'),
      post(kitchen, bo, 'two'),
      retitle(kitchen, ana, 'Dinner'),
    )
    expect(replayed(await enter(kitchen, ana, 3))).toEqual([
      'Bo: one',
      'Bobo joined',
      'Bobo: two',
      'room "Dinner"',
    ])
    expect(replayed(await enter(kitchen, ana, 5))).toEqual(['Bobo: two', 'room "Dinner"'])
    expect(replayed(await enter(kitchen, ana, 7))).toEqual(['room "Dinner"'])
    expect(replayed(await enter(kitchen, ana, 8))).toEqual([])
    expect(replayed(await enter(kitchen, ana, 0))).toHaveLength(5)
  })

  test('[A10] a cursor ahead of the head, or of another epoch, is answered with a reset', async () => {
    const { kitchen, harbour, ana } = aCast()
    await commit(create(kitchen, ana))
    expect((await enter(kitchen, ana, 2))?.by).toBe('replay')
    expect((await enter(kitchen, ana, 3))?.by).toBe('reset')
    expect((await enter(kitchen, ana, 2, harbour.epoch))?.by).toBe('reset')
  })

  test('[D10] a replay has at most so many records; one more is a reset', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana), ...posts(kitchen, ana, REPLAY_RECORDS_MAX + 1))
    expect(replayed(await enter(kitchen, ana, 3))).toHaveLength(REPLAY_RECORDS_MAX)
    expect((await enter(kitchen, ana, 2))?.by).toBe('reset')
  })

  test('[D10] a replay has at most so many bytes, counted as UTF-8', async () => {
    const { kitchen, harbour, ana } = aCast()
    const perPost = 24_000
    const fitting = Math.floor((REPLAY_BYTES_MAX * 0.95) / perPost)
    const tooMany = Math.ceil(REPLAY_BYTES_MAX / perPost)
    const long = (place: Place, count: number) =>
      posts(place, ana, count).map(
        (change, i) => ({ ...change, body: `${i} ${'魚'.repeat(perPost / 3)}` }) as Change,
      )
    await commit(create(kitchen, ana), ...long(kitchen, fitting))
    await commit(create(harbour, ana), ...long(harbour, tooMany))
    expect(replayed(await enter(kitchen, ana, 2))).toHaveLength(fitting)
    expect((await enter(harbour, ana, 2))?.by).toBe('reset')
  })

  test('what changed above a sequence comes in portions that meet', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit(
      create(kitchen, ana),
      ...posts(kitchen, ana, 4),
      join(kitchen, bo),
      retitle(kitchen, ana, 'Supper'),
    )
    const versions: Sequence[] = []
    let after = 2
    for (let portions = 0; portions < 3; portions++) {
      const { epoch, head, upTo, records } = await harness.store.readChanges(kitchen.roomId, after, 2)
      expect({ epoch, head }).toEqual({ epoch: kitchen.epoch, head: 8 })
      expect(upTo).toBe(after + 2)
      versions.push(...records.map((record) => record.version))
      after = upTo
    }
    expect(versions).toEqual([3, 4, 5, 6, 7, 8])
    expect(await harness.store.readChanges(kitchen.roomId, 8, 2)).toMatchObject({ upTo: 8, records: [] })
  })

  test('pages: the last below a place, and the first above it', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit(create(kitchen, ana), ...posts(kitchen, ana, 4), join(kitchen, bo), ...posts(kitchen, bo, 0))
    const page = async (where: { before: Sequence } | { after: Sequence }, limit: number) => {
      const { epoch, page } = await pageFor(ana, harness.store, kitchen, where, limit)
      expect(epoch).toBe(kitchen.epoch)
      expect(page.head).toBe(7)
      return [page.from, page.to, page.records.map((record) => record.sequence)]
    }
    expect(await page({ before: 6 }, 3)).toEqual([2, 5, [3, 4, 5]])
    expect(await page({ before: 3 }, 3)).toEqual([0, 2, [1, 2]])
    expect(await page({ before: 3 }, 2)).toEqual([0, 2, [1, 2]])
    expect(await page({ before: 3 }, 1)).toEqual([1, 2, [2]])
    expect(await page({ before: 1 }, 3)).toEqual([0, 0, []])
    expect(await page({ before: 0 }, 3)).toEqual([0, 0, []])
    expect(await page({ before: 8 }, 2)).toEqual([5, 7, [6, 7]])
    expect(await page({ before: 1_000 }, 2)).toEqual([5, 7, [6, 7]])
    expect(await page({ after: 0 }, 3)).toEqual([0, 3, [1, 2, 3]])
    expect(await page({ after: 4 }, 3)).toEqual([4, 7, [5, 6, 7]])
    expect(await page({ after: 5 }, 3)).toEqual([5, 7, [6, 7]])
    expect(await page({ after: 7 }, 3)).toEqual([7, 7, []])
    expect(await page({ after: 1_000 }, 3)).toEqual([7, 7, []])
  })

  test('[D10] a page of long messages carries fewer of them, and the pages still meet', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana), ...posts(kitchen, ana, 80, BODY_LENGTH_MAX))
    const seen: number[] = []
    for (let before = 83, from = 82; from > 0; before = from + 1) {
      const { page } = await pageFor(ana, harness.store, kitchen, { before }, 50)
      expect(page.to).toBe(before - 1)
      expect(Buffer.byteLength(JSON.stringify(page.records))).toBeLessThan(PAGE_BYTES_MAX * 1.1)
      expect(page.records.length).toBeGreaterThan(0)
      seen.unshift(...page.records.map((record) => record.sequence))
      from = page.from
    }
    expect(seen).toEqual(Array.from({ length: 82 }, (_, i) => i + 1))
    const { page } = await pageFor(ana, harness.store, kitchen, { after: 2 }, 50)
    expect([page.from, page.to]).toEqual([2, page.records.at(-1)?.sequence])
    expect(page.records.length).toBeLessThan(40)
    const entry = await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)
    expect(entry?.by === 'reset' && entry.page.records.length).toBeLessThan(40)
  })

  test('places whose change moved no record there are part of the page around them', async () => {
    const { kitchen, ana } = aCast()
    await commit(
      create(kitchen, ana),
      post(kitchen, ana, 'one'),
      retitle(kitchen, ana, 'Supper'),
      post(kitchen, ana, 'two'),
      retitle(kitchen, ana, 'Dinner'),
    )
    const { page } = await pageFor(ana, harness.store, kitchen, { after: 2 }, 2)
    expect(page).toMatchObject({ from: 2, to: 6, head: 6 })
    expect(shown(page.records)).toEqual(['Ana: one', 'Ana: two'])
  })

  test('taken names are those of this room', async () => {
    const { kitchen, harbour, ana, bo, chidi } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo), create(harbour, chidi))
    const taken = await harness.store.readTakenNames(kitchen.roomId, ['ana', 'bo', 'chidi', 'ana 2'])
    expect(taken).toEqual(new Set(['ana', 'bo']))
    expect(await harness.store.readTakenNames(anId('nowhere'), ['ana'])).toEqual(new Set())
    expect(await harness.store.readTakenNames(kitchen.roomId, [])).toEqual(new Set())
  })

  test('a summary counts what others wrote, and shows the newest message of all', async () => {
    const { kitchen, harbour, ana, bo, chidi } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      create(harbour, ana),
      join(kitchen, bo),
      post(kitchen, bo, 'one'),
      post(kitchen, ana, 'two'),
      post(kitchen, bo, 'three'),
      post(kitchen, ana, 'four'),
      join(kitchen, bo, { name: 'Bobo' }),
    )
    const asked = [
      { roomId: harbour.roomId, after: 0 },
      { roomId: kitchen.roomId, after: 4 },
    ]
    const room = theRoom(applied(outcomes[0]))
    expect(await harness.store.readSummaries(ana.tokenHash, asked)).toEqual([
      {
        roomId: harbour.roomId,
        room: theRoom(applied(outcomes[1])),
        unreadCount: 0,
        mentionCount: 0,
        lastRead: 2,
        latest: null,
      },
      {
        roomId: kitchen.roomId,
        room,
        unreadCount: 1,
        mentionCount: 0,
        lastRead: 2,
        latest: applied(outcomes[6])[0],
      },
    ])
    expect(await harness.store.readSummaries(bo.tokenHash, asked)).toMatchObject([
      { roomId: kitchen.roomId, unreadCount: 2 },
    ])
    expect(await harness.store.readSummaries(chidi.tokenHash, asked)).toEqual([])
  })

  test('[D10] the unread are counted up to a hundred', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo), ...posts(kitchen, ana, UNREAD_COUNTED_MAX + 20))
    const unread = async (after: Sequence) =>
      (await harness.store.readSummaries(bo.tokenHash, [{ roomId: kitchen.roomId, after }]))[0]?.unreadCount
    expect(await unread(0)).toBe(UNREAD_COUNTED_MAX)
    expect(await unread(3 + 21)).toBe(99)
  })

  test('heads of the rooms that exist, each with its epoch', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo), create(harbour, bo))
    const heads = await harness.store.readHeads([kitchen.roomId, anId('nowhere'), harbour.roomId])
    expect(heads).toEqual(
      new Map<string, { epoch: Epoch; head: number }>([
        [kitchen.roomId, { epoch: kitchen.epoch, head: 3 }],
        [harbour.roomId, { epoch: harbour.epoch, head: 2 }],
      ]),
    )
    expect(await harness.store.readHeads([])).toEqual(new Map())
  })

  test('a read sees every commit that was answered before it', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana))
    for (let i = 0; i < 30; i++) {
      await commit(post(kitchen, ana, `message ${i}`))
      const { head, records } = await harness.store.readChanges(kitchen.roomId, 2 + i, 10)
      expect({ head, shown: shown(records) }).toEqual({ head: 3 + i, shown: [`Ana: message ${i}`] })
    }
  })

  test('[A22] one room never shows another’s records', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(
      create(kitchen, ana),
      create(harbour, bo),
      post(kitchen, ana, 'ours'),
      post(harbour, bo, 'theirs'),
    )
    const { records } = await harness.store.readChanges(kitchen.roomId, 0, 100)
    expect(shown(records)).toEqual(['room ""', 'Ana joined', 'Ana: ours'])
    const { page } = await pageFor(bo, harness.store, harbour, { before: 100 }, 100)
    expect(shown(page.records)).toEqual(['room ""', 'Bo joined', 'Bo: theirs'])
  })
}
