import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { aCast, applied, create, join, post, refused, retitle } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

/** What commit does with changes. */
export function writingContract(harness: Harness): void {
  const commit = (...changes: Parameters<Harness['store']['commit']>[0]) => harness.store.commit(changes)

  test('[D2] creating a room takes the first two sequences: the room and its owner', async () => {
    const { kitchen, ana } = aCast()
    const [created] = await commit(create(kitchen, ana, { at: 5 }))
    expect(created).toEqual({
      outcome: 'applied',
      records: [
        { kind: 'room', sequence: 1, version: 1, code: kitchen.code, title: '', createdAt: 5 },
        {
          kind: 'member',
          memberId: ana.memberIn(kitchen),
          sequence: 2,
          version: 2,
          name: 'Ana',
          role: 'owner',
          joinedAt: 5,
        },
      ],
    })
  })

  test('[D2] one commit with all kinds of change in two rooms leaves no hole in either', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      create(harbour, bo),
      join(kitchen, bo),
      post(kitchen, bo, 'one'),
      post(harbour, bo, 'one'),
      retitle(kitchen, ana, 'Supper'),
      join(kitchen, bo, { name: 'Bobo' }),
      post(kitchen, ana, 'two'),
      join(harbour, ana),
      post(harbour, ana, 'two'),
    )
    const versionsOf = (...indexes: number[]) =>
      indexes.flatMap((index) => applied(outcomes[index]).map((record) => record.version))
    expect(versionsOf(0, 2, 3, 5, 6, 7)).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(versionsOf(1, 4, 8, 9)).toEqual([1, 2, 3, 4, 5])
    const heads = await harness.store.readHeads([kitchen.roomId, harbour.roomId])
    expect(heads.get(kitchen.roomId)?.head).toBe(7)
    expect(heads.get(harbour.roomId)?.head).toBe(5)
  })

  test('[D2] refused and repeated changes take no sequence and undo nobody else', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      post(kitchen, ana, 'one'),
      post(kitchen, chidi, 'let me in'),
      join(kitchen, bo, { name: 'Ana' }),
      post(kitchen, ana, 'one'),
      retitle(kitchen, chidi, 'Mine'),
      post(kitchen, ana, 'two'),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'applied',
      'applied',
      'refused',
      'refused',
      'repeated',
      'refused',
      'applied',
    ])
    expect(applied(outcomes[6])).toMatchObject([{ sequence: 4, body: 'two' }])
    const { head, records } = await harness.store.readChanges(kitchen.roomId, 0, 100)
    expect(head).toBe(4)
    expect(records.map((record) => record.version)).toEqual([1, 2, 3, 4])
  })

  test('[D3] the same post again gives the same answer and stores nothing', async () => {
    const { kitchen, ana } = aCast()
    const [, posted] = await commit(create(kitchen, ana), post(kitchen, ana, 'hello', { at: 10 }))
    const later = post(kitchen, ana, 'hello', { at: 99_000 })
    const [again, andAgain] = await commit(later, later)
    expect(again).toEqual({ outcome: 'repeated', records: applied(posted) })
    expect(andAgain).toEqual(again)
    expect((await harness.store.readHeads([kitchen.roomId])).get(kitchen.roomId)?.head).toBe(3)
  })

  test('[D3] the same post twice in one commit is stored once', async () => {
    const { kitchen, ana } = aCast()
    const hello = post(kitchen, ana, 'hello')
    const [, first, second] = await commit(create(kitchen, ana), hello, hello)
    expect(second).toEqual({ outcome: 'repeated', records: applied(first) })
  })

  test('[D3] the same id with another body, or from somebody else, is a conflict', async () => {
    const { kitchen, ana, bo } = aCast()
    const hello = post(kitchen, ana, 'hello')
    await commit(create(kitchen, ana), join(kitchen, bo), hello)
    const outcomes = await commit(
      { ...hello, body: 'goodbye' } as typeof hello,
      { ...hello, authorId: bo.memberIn(kitchen) } as typeof hello,
    )
    expect(outcomes).toEqual([refused('id-conflict'), refused('id-conflict')])
  })

  test('[D3] one id may stand in two rooms, and means two messages', async () => {
    const { kitchen, harbour, ana } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      create(harbour, ana),
      post(kitchen, ana, 'hello'),
      post(harbour, ana, 'hello'),
    )
    expect(outcomes.every(({ outcome }) => outcome === 'applied')).toBe(true)
  })

  test('[D3] a repeated post shows the record as it is, under the name of its posting', async () => {
    const { kitchen, ana } = aCast()
    const hello = post(kitchen, ana, 'hello')
    const [, posted] = await commit(create(kitchen, ana), hello, join(kitchen, ana, { name: 'Anna-Lena' }))
    const [again, next] = await commit(hello, post(kitchen, ana, 'next'))
    expect(again).toEqual({ outcome: 'repeated', records: applied(posted) })
    expect(applied(next)).toMatchObject([{ authorName: 'Anna-Lena' }])
  })

  test('[D3] creating the same room again is a repeat for its creator and a conflict for others', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const [created] = await commit(create(kitchen, ana), join(kitchen, bo))
    const outcomes = await commit(
      // A retry comes with everything anew that the server makes.
      create(kitchen, ana, { code: harbour.code, epoch: harbour.epoch, memberId: bo.memberIn(harbour) }),
      create(kitchen, bo, { code: harbour.code }),
    )
    expect(outcomes).toEqual([{ outcome: 'repeated', records: applied(created) }, refused('id-conflict')])
  })

  test('a code that leads to another room already is refused for now', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const outcomes = await commit(create(kitchen, ana), create(harbour, bo, { code: kitchen.code }))
    expect(outcomes[1]).toEqual(refused('busy'))
    expect(await harness.store.findRoom(kitchen.code)).toBe(kitchen.roomId)
  })

  test('joining makes a member once, whatever member id comes along', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const [, joined] = await commit(create(kitchen, ana), join(kitchen, bo, { at: NOON_LATER }))
    expect(applied(joined)).toEqual([
      {
        kind: 'member',
        memberId: bo.memberIn(kitchen),
        sequence: 3,
        version: 3,
        name: 'Bo',
        role: 'member',
        joinedAt: NOON_LATER,
      },
    ])
    const [again] = await commit(join(kitchen, bo, { memberId: bo.memberIn(harbour) }))
    expect(again).toEqual({ outcome: 'repeated', records: applied(joined) })
  })

  test('joining with another name renames: same place, next version', async () => {
    const { kitchen, ana, bo } = aCast()
    const [, joined] = await commit(create(kitchen, ana), join(kitchen, bo), post(kitchen, bo, 'one'))
    const [renamed] = await commit(join(kitchen, bo, { name: 'Bobo' }))
    expect(applied(renamed)).toEqual([{ ...applied(joined)[0], name: 'Bobo', version: 5 }])
  })

  test('a name may be respelled by its holder, and is free once given up', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      join(kitchen, bo, { name: 'BO' }),
      join(kitchen, bo, { name: 'Bobo' }),
      join(kitchen, chidi, { name: 'Bo' }),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(5).fill('applied'))
  })

  test('two who join with one name in one commit: the first has it, by its skeleton', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      join(kitchen, bo, { name: 'Robin' }),
      join(kitchen, chidi, { name: 'ROBIN' }),
      join(kitchen, ana, { name: 'robin' }),
    )
    expect(outcomes.slice(1)).toEqual([
      expect.objectContaining({ outcome: 'applied' }),
      refused('name-taken'),
      refused('name-taken'),
    ])
  })

  test('the same name may be taken in two rooms', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      create(harbour, bo, { name: 'Ana', nameSkeleton: 'ana' }),
    )
    expect(outcomes[1]?.outcome).toBe('applied')
  })

  test('a member id of somebody else is not taken over', async () => {
    const { kitchen, ana, bo } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      join(kitchen, bo, { memberId: ana.memberIn(kitchen) }),
    )
    expect(outcomes[1]).toEqual(refused('id-conflict'))
  })

  test('who is no member may neither post nor rename, and an unknown room looks the same', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(create(kitchen, ana))
    const outcomes = await commit(
      post(kitchen, bo, 'hello'),
      retitle(kitchen, bo, 'Mine'),
      post(harbour, ana, 'hello'),
      retitle(harbour, ana, 'Mine'),
      join(harbour, ana),
    )
    expect(outcomes).toEqual([...Array(4).fill(refused('forbidden')), refused('not-found')])
  })

  test('a member of one room is nobody in another', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(create(kitchen, ana), create(harbour, bo))
    const [outcome] = await commit(post(kitchen, ana, 'hello', { authorId: bo.memberIn(harbour) }))
    expect(outcome).toEqual(refused('forbidden'))
  })

  test('only the owner changes the title; the same title again stores nothing', async () => {
    const { kitchen, ana, bo } = aCast()
    const [, , byMember, byOwner, again] = await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      retitle(kitchen, bo, 'Supper'),
      retitle(kitchen, ana, 'Supper'),
      retitle(kitchen, ana, 'Supper'),
    )
    expect(byMember).toEqual(refused('forbidden'))
    expect(applied(byOwner)).toMatchObject([{ kind: 'room', title: 'Supper', sequence: 1, version: 4 }])
    expect(again).toEqual({ outcome: 'repeated', records: applied(byOwner) })
  })

  test('times never go back in a room, in one commit or over several', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const [, , back] = await commit(
      create(kitchen, ana, { at: 1_000 }),
      post(kitchen, ana, 'one', { at: 5_000 }),
      post(kitchen, ana, 'two', { at: 2_000 }),
    )
    expect(applied(back)).toMatchObject([{ postedAt: 5_000 }])
    const [joined, posted, elsewhere] = await commit(
      join(kitchen, bo, { at: 3_000 }),
      post(kitchen, bo, 'three', { at: 6_000 }),
      create(harbour, bo, { at: 10 }),
    )
    expect(applied(joined)).toMatchObject([{ joinedAt: 5_000 }])
    expect(applied(posted)).toMatchObject([{ postedAt: 6_000 }])
    expect(applied(elsewhere)).toMatchObject([{ createdAt: 10 }, { joinedAt: 10 }])
  })

  test('[A40] any text comes back as it went in', async () => {
    const { kitchen, ana } = aCast()
    const bodies = ["'; DROP TABLE messages; --", '魚\n\ttwo "lines" \\ 👩‍👩‍👧', 'محمد', '%_*?', ' ']
    await commit(
      create(kitchen, ana),
      ...bodies.map((body, i) => post(kitchen, ana, body, { messageId: idOf(i) })),
    )
    const { records } = await harness.store.readChanges(kitchen.roomId, 2, 100)
    expect(records.map((record) => record.kind === 'message' && record.body)).toEqual(bodies)
  })

  test('nothing to write is answered with nothing', async () => {
    expect(await commit()).toEqual([])
  })

  test('[D1] what was answered is there after closing and opening again', async () => {
    const { kitchen, ana, bo } = aCast()
    const hello = post(kitchen, ana, 'hello')
    const outcomes = await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      hello,
      retitle(kitchen, ana, 'Supper'),
    )
    const before = await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)
    await harness.reopen()
    expect(await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)).toEqual(before)
    expect(await harness.store.findRoom(kitchen.code)).toBe(kitchen.roomId)
    const [again, next] = await commit(hello, post(kitchen, bo, 'next'))
    expect(again).toEqual({ outcome: 'repeated', records: applied(outcomes[2]) })
    expect(applied(next)).toMatchObject([{ sequence: 6 }])
  })

  test('[D2] commits asked for at once are written one after the other, without a hole', async () => {
    const { kitchen, ana } = aCast()
    await commit(create(kitchen, ana))
    const bodies = Array.from({ length: 20 }, (_, i) => `message ${i}`)
    const answers = await Promise.all(bodies.map((body) => commit(post(kitchen, ana, body))))
    const places = answers.map(([outcome]) => applied(outcome)[0]?.sequence)
    expect(places.sort((a, b) => Number(a) - Number(b))).toEqual(bodies.map((_, i) => i + 3))
  })
}

const NOON_LATER = 1_700_000_001_000

const idOf = (index: number) => anId<MessageId>(`text-${index}`)
