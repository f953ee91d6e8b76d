import type { ConfabRecord } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import type { TokenHash } from './store.ts'
import {
  aCast,
  applied,
  create,
  join,
  pageFor,
  post,
  refused,
  remove,
  retitle,
  shown,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

/** Longer than any test takes, in milliseconds. */
const LATELY_MS = 60_000

/** What it means to be removed from a room, and that a token was revoked. */
export function removalContract(harness: Harness): void {
  const commit = (...changes: Parameters<Harness['store']['commit']>[0]) => harness.store.commit(changes)

  describe('who is removed', () => {
    async function aRoomWithoutBo() {
      const cast = aCast()
      const { kitchen, ana, bo } = cast
      await commit(create(kitchen, ana), join(kitchen, bo), post(kitchen, bo, 'hello'))
      const [removed] = await commit(remove(kitchen, ana, bo))
      return { ...cast, removed }
    }

    test('[D2] takes the next sequence with their record, at its old place', async () => {
      const { removed, kitchen, bo } = await aRoomWithoutBo()
      expect(applied(removed)).toEqual([
        expect.objectContaining({ memberId: bo.memberIn(kitchen), role: 'removed', sequence: 3, version: 5 }),
      ])
      const { head, records } = await harness.store.readChanges(kitchen.roomId, 4, 10)
      expect({ head, shown: shown(records) }).toEqual({ head: 5, shown: ['Bo was removed'] })
    })

    test('[D9] may change nothing any more, in the same commit neither', async () => {
      const { kitchen, ana, bo, chidi } = await aRoomWithoutBo()
      expect(await commit(post(kitchen, bo, 'still here'), post(kitchen, bo, 'hello'))).toEqual([
        refused('forbidden'),
        refused('forbidden'),
      ])
      const outcomes = await commit(
        join(kitchen, chidi),
        post(kitchen, chidi, 'one'),
        remove(kitchen, ana, chidi),
        post(kitchen, chidi, 'two'),
        post(kitchen, ana, 'three'),
      )
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([
        'applied',
        'applied',
        'applied',
        'refused',
        'applied',
      ])
    })

    test('[D9] is not let in, and is given no page and no summary', async () => {
      const { kitchen, ana, bo } = await aRoomWithoutBo()
      await commit(post(kitchen, ana, 'among ourselves'))
      const { store } = harness
      const cursor = { epoch: kitchen.epoch, sequence: 4 }
      expect(await store.readEntry(kitchen.roomId, [bo.tokenHash], null)).toBeNull()
      expect(await store.readEntry(kitchen.roomId, [bo.tokenHash], cursor)).toBeNull()
      const entry = await store.readEntry(kitchen.roomId, [bo.tokenHash, ana.tokenHash], cursor)
      expect([...(entry?.members.keys() ?? [])]).toEqual([ana.tokenHash])
      expect(await store.readPage(kitchen.roomId, { before: 5 }, 10, bo.tokenHash)).toBeNull()
      expect(await store.readSummaries(bo.tokenHash, [{ roomId: kitchen.roomId, after: 0 }])).toEqual([])
      expect(await store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('removed')
    })

    test('keeps their name', async () => {
      const { kitchen, chidi } = await aRoomWithoutBo()
      expect(await commit(join(kitchen, chidi, { name: 'Bo' }))).toEqual([refused('name-taken')])
      expect(await harness.store.readTakenNames(kitchen.roomId, ['bo'])).toEqual(new Set(['bo']))
    })

    test.each([{ as: 'Bo' }, { as: 'Bobo' }])(
      'who joins again as $as is the member they were',
      async ({ as }) => {
        const { kitchen, ana, bo } = await aRoomWithoutBo()
        const [back] = await commit(join(kitchen, bo, { name: as, memberId: ana.memberIn(kitchen) }))
        expect(applied(back)).toEqual([
          expect.objectContaining({
            memberId: bo.memberIn(kitchen),
            name: as,
            role: 'member',
            sequence: 3,
            version: 6,
          }),
        ])
        const outcomes = await commit(post(kitchen, bo, 'back'))
        expect(shown(applied(outcomes[0]))).toEqual([`${as}: back`])
        const { page } = await pageFor(bo, harness.store, kitchen, { before: 100 }, 10)
        expect(shown(page.records)).toEqual([
          'room ""',
          'Ana joined',
          `${as} joined`,
          'Bo: hello',
          `${as}: back`,
        ])
        expect(await harness.store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('member')
      },
    )

    test('once more changes nothing', async () => {
      const { kitchen, ana, bo, removed } = await aRoomWithoutBo()
      const [again] = await commit(remove(kitchen, ana, bo))
      expect(again).toEqual({ outcome: 'repeated', records: applied(removed) })
    })
  })

  test('only an owner removes, nobody removes an owner, and nobody a stranger', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi))
    const { harbour } = aCast()
    const outcomes = await commit(
      remove(kitchen, bo, chidi),
      remove(kitchen, bo, ana),
      remove(kitchen, ana, ana),
      remove(kitchen, ana, { ...bo, memberIn: () => bo.memberIn(harbour) }),
      remove(harbour, ana, bo),
    )
    expect(outcomes).toEqual(['forbidden', 'forbidden', 'forbidden', 'not-found', 'forbidden'].map(refused))
    expect((await harness.store.readHeads([kitchen.roomId])).get(kitchen.roomId)?.head).toBe(4)
  })

  test('[D8] removed and back in one commit: every state has its sequence, and the last one stays', async () => {
    const { kitchen, ana, bo } = aCast()
    const outcomes = await commit(
      create(kitchen, ana),
      join(kitchen, bo),
      remove(kitchen, ana, bo),
      join(kitchen, bo),
      remove(kitchen, ana, bo),
    )
    const records = outcomes.slice(1).flatMap((outcome): ConfabRecord[] => applied(outcome))
    expect(shown(records)).toEqual(['Bo joined', 'Bo was removed', 'Bo joined', 'Bo was removed'])
    expect(records.map(({ version }) => version)).toEqual([3, 4, 5, 6])
    const changes = await harness.store.readChanges(kitchen.roomId, 0, 10)
    expect(shown(changes.records)).toEqual(['room ""', 'Ana joined', 'Bo was removed'])
    expect(await harness.store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('removed')
  })

  test('[D9] [A70] a revoked token proves nothing: nobody enters, reads or changes anything by it', async () => {
    const { kitchen, harbour, ana, bo } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo), create(harbour, bo), post(kitchen, bo, 'hello'))
    const { store } = harness
    expect(await store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('member')
    await store.revokeToken(bo.tokenHash)
    await store.revokeToken(bo.tokenHash)
    expect(await store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('revoked')
    expect(await store.readStanding(bo.tokenHash, null)).toBe('revoked')
    expect(await store.readEntry(kitchen.roomId, [bo.tokenHash], null)).toBeNull()
    expect(await store.readPage(kitchen.roomId, { before: 5 }, 10, bo.tokenHash)).toBeNull()
    expect(await store.readSummaries(bo.tokenHash, [{ roomId: kitchen.roomId, after: 0 }])).toEqual([])
    const other = aCast()
    const outcomes = await commit(
      post(kitchen, bo, 'hello'),
      post(kitchen, bo, 'still here'),
      join(kitchen, bo),
      join(kitchen, bo, { name: 'Bobo' }),
      retitle(harbour, bo, 'Mine'),
      remove(harbour, bo, ana),
      create(other.kitchen, bo),
    )
    expect(outcomes).toEqual(outcomes.map(() => refused('forbidden')))
    await harness.reopen()
    expect(await harness.store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('revoked')
    // Whoever shares the room notices nothing, and may still remove what is left of them.
    expect(shown(applied((await commit(remove(kitchen, ana, bo)))[0]))).toEqual(['Bo was removed'])
  })

  test('a token that nobody ever joined with is revoked all the same', async () => {
    const { kitchen, ana, chidi } = aCast()
    await commit(create(kitchen, ana))
    expect(await harness.store.readStanding(chidi.tokenHash, kitchen.roomId)).toBe('stranger')
    await harness.store.revokeToken(chidi.tokenHash)
    expect(await commit(join(kitchen, chidi))).toEqual([refused('forbidden')])
    expect(await harness.store.readStanding(chidi.tokenHash, null)).toBe('revoked')
  })

  test('what was revoked lately is told, the newest first, as much as is asked for', async () => {
    const { ana, bo, chidi } = aCast()
    for (const { tokenHash } of [ana, bo, chidi]) await harness.store.revokeToken(tokenHash)
    const ours = new Set<TokenHash>([ana, bo, chidi].map(({ tokenHash }) => tokenHash))
    const lately = await harness.store.readRevoked(LATELY_MS, 1_000)
    expect(new Set(lately.filter((tokenHash) => ours.has(tokenHash)))).toEqual(ours)
    expect(await harness.store.readRevoked(LATELY_MS + 0.25, 2)).toHaveLength(2)
    expect(await harness.store.readRevoked(-LATELY_MS, 1_000)).toEqual([])
  })
}
