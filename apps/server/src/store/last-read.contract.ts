import { mentionToken, type Sequence } from '@confab/protocol'
import { expect, test } from 'vitest'
import { aCast, applied, create, edit, erase, join, type Person, type Place, post } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

/** What a store keeps of how far people have seen, and what it counts by it. */
export function lastReadContract(harness: Harness): void {
  const commit: Harness['store']['commit'] = (changes) => harness.store.commit(changes)
  const mark = ({ roomId }: Place, { tokenHash }: Person, upTo: Sequence) =>
    harness.store.saveLastReads([{ roomId, tokenHash, upTo }])
  const lastRead = async ({ roomId }: Place, { tokenHash }: Person) =>
    (await harness.store.readEntry(roomId, [tokenHash], null))?.lastReads.get(tokenHash)
  const summary = async ({ roomId }: Place, { tokenHash }: Person, after: Sequence = 0) =>
    (await harness.store.readSummaries(tokenHash, [{ roomId, after }]))[0]

  test('whoever never said how far they saw has seen what was there when they came', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit([create(kitchen, ana), post(kitchen, ana, 'before'), join(kitchen, bo)])
    expect([await lastRead(kitchen, ana), await lastRead(kitchen, bo)]).toEqual([2, 4])
  })

  test('what was seen is each one’s own, never goes back, and never beyond the newest', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit([
      create(kitchen, ana),
      join(kitchen, bo),
      ...[1, 2, 3].map((n) => post(kitchen, ana, `${n}`)),
    ])
    await mark(kitchen, bo, 5)
    await mark(kitchen, bo, 4)
    expect([await lastRead(kitchen, ana), await lastRead(kitchen, bo)]).toEqual([2, 5])
    await mark(kitchen, bo, 1_000)
    expect(await lastRead(kitchen, bo)).toBe(6)
  })

  test('several are kept at once, the furthest of each, and are there after a restart', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit([create(kitchen, ana), create(harbour, ana), join(kitchen, bo), post(kitchen, bo, 'one')])
    const read = ({ roomId }: Place, { tokenHash }: Person, upTo: Sequence) => ({ roomId, tokenHash, upTo })
    await harness.store.saveLastReads([
      read(kitchen, bo, 4),
      read(kitchen, ana, 4),
      read(harbour, bo, 2),
      read(kitchen, ana, 3),
    ])
    await harness.reopen()
    expect([await lastRead(kitchen, ana), await lastRead(kitchen, bo)]).toEqual([4, 4])
    expect(await lastRead(harbour, bo)).toBeUndefined()
  })

  test('[D9] who was removed, or signed out, marks nothing', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    await commit([create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi), post(kitchen, ana, 'one')])
    const { roomId } = kitchen
    await commit([
      {
        kind: 'remove-member',
        roomId,
        memberId: bo.memberIn(kitchen),
        ownerId: ana.memberIn(kitchen),
        at: 0,
      },
    ])
    await harness.store.revokeToken(chidi.tokenHash)
    await mark(kitchen, bo, 5)
    await mark(kitchen, chidi, 5)
    await commit([join(kitchen, bo)])
    expect(await lastRead(kitchen, bo)).toBe(3)
    expect(await lastRead(kitchen, chidi)).toBeUndefined()
  })

  test('a summary counts above what was seen, or above what was asked when that is later', async () => {
    const { kitchen, ana, bo } = aCast()
    await commit([
      create(kitchen, ana),
      post(kitchen, ana, 'before'),
      join(kitchen, bo),
      ...[1, 2, 3, 4].map((n) => post(kitchen, ana, `${n}`)),
    ])
    expect(await summary(kitchen, bo)).toMatchObject({ unreadCount: 4, lastRead: 4 })
    await mark(kitchen, bo, 6)
    expect(await summary(kitchen, bo)).toMatchObject({ unreadCount: 2, lastRead: 6 })
    expect(await summary(kitchen, bo, 5)).toMatchObject({ unreadCount: 2 })
    expect(await summary(kitchen, bo, 7)).toMatchObject({ unreadCount: 1, lastRead: 6 })
  })

  test('a summary counts what of it mentions the member, as it stands now', async () => {
    const { kitchen, ana, bo } = aCast()
    const toBo = mentionToken(bo.memberIn(kitchen))
    const [one, two, three] = ['one', 'two', 'three'].map((word) => post(kitchen, ana, `${word} ${toBo}`))
    const own = post(kitchen, bo, `own ${toBo}`)
    await commit([create(kitchen, ana), join(kitchen, bo), post(kitchen, ana, 'plain')])
    const outcomes = await commit([one, two, three, own].filter((change) => change !== undefined))
    expect(outcomes.map((outcome) => applied(outcome)[0]?.sequence)).toEqual([5, 6, 7, 8])
    expect(await summary(kitchen, bo)).toMatchObject({ unreadCount: 4, mentionCount: 3 })
    if (!one || !two) throw new Error('no posts')
    await commit([edit(kitchen, ana, one, 'one for nobody'), erase(kitchen, ana, two)])
    // What was deleted is nothing to come and read.
    expect(await summary(kitchen, bo)).toMatchObject({ unreadCount: 3, mentionCount: 1 })
    await mark(kitchen, bo, 7)
    expect(await summary(kitchen, bo)).toMatchObject({ unreadCount: 0, mentionCount: 0 })
    expect(await summary(kitchen, ana)).toMatchObject({ mentionCount: 0 })
  })

  test('the place of a moment is that of the first message at or after it', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    const at = (minute: number) => 1_700_000_000_000 + minute * 60_000
    await commit([
      create(kitchen, ana),
      ...[1, 2, 2, 2, 5].map((minute, i) => post(kitchen, ana, `${i}`, { at: at(minute) })),
      join(kitchen, bo, { at: at(6) }),
      post(kitchen, bo, 'last', { at: at(9) }),
    ])
    const place = async (minute: number) =>
      (await harness.store.readPlace(kitchen.roomId, at(minute), bo.tokenHash))?.sequence
    expect(await Promise.all([0, 1, 2, 3, 5, 6, 9, 10].map(place))).toEqual([3, 3, 4, 7, 7, 9, 9, null])
    await commit([create(harbour, ana)])
    expect(await harness.store.readPlace(harbour.roomId, 0, ana.tokenHash)).toEqual({
      epoch: harbour.epoch,
      sequence: null,
    })
    expect(await harness.store.readPlace(harbour.roomId, 0, bo.tokenHash)).toBeNull()
  })
}
