import type { ConfabRecord, MemberId, ReactionsRecord } from '@confab/protocol'
import { REACTION_KINDS_MAX, REACTORS_FETCHED_MAX, REACTORS_LISTED_MAX } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { idOf, join, type Person, type Place, pageFor, post, react, refused } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk, one } from './testing/talk.ts'

/** What reactions to messages come to. */
export function reactionsContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)

  const of = (record: ConfabRecord | undefined) => (record as ReactionsRecord).reactions

  test('[D2, D8] are one record at the message’s place, in the order in which they came', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const [anaId, boId] = [ana.memberIn(kitchen), bo.memberIn(kitchen)]
    const outcomes = await commit(
      react(kitchen, bo, message, '👍'),
      react(kitchen, ana, message, '🎉'),
      react(kitchen, ana, message, '👍'),
    )
    const record = one(outcomes[2])
    expect(record).toEqual({
      kind: 'reactions',
      messageId: idOf(message),
      sequence: 4,
      version: 7,
      reactions: [
        { emoji: '👍', count: 2, members: [boId, anaId] },
        { emoji: '🎉', count: 1, members: [anaId] },
      ],
    })
    await expectFetchedAnew(kitchen, ana, [record])
    const [off] = await commit(react(kitchen, ana, message, '🎉', false))
    expect(of(one(off))).toEqual([{ emoji: '👍', count: 2, members: [boId, anaId] }])
  })

  test('[D3] made again store nothing', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const outcomes = await commit(
      react(kitchen, ana, message, '👍'),
      react(kitchen, ana, message, '👍'),
      react(kitchen, bo, message, '👍', false),
    )
    const record = one(outcomes[0])
    expect(outcomes.slice(1)).toEqual([
      { outcome: 'repeated', records: [record] },
      { outcome: 'repeated', records: [record] },
    ])
    expect(await commit(react(kitchen, bo, post(kitchen, bo, 'never sent'), '👍'))).toEqual([
      refused('not-found'),
    ])
  })

  test('stand in a page with their message, which fills it as one', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const later = post(kitchen, bo, 'later')
    await commit(react(kitchen, ana, message, '👍'), later, react(kitchen, bo, later, '🎉'))
    const { page } = await pageFor(ana, harness.store, kitchen, { before: 100 }, 2)
    expect(page.records.map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ['message', 4],
      ['reactions', 4],
      ['message', 6],
      ['reactions', 6],
    ])
    expect(page).toMatchObject({ from: 3, to: 7, head: 7 })
    const newer = await pageFor(ana, harness.store, kitchen, { after: 3 }, 1)
    expect(newer.page.records.map(({ kind, sequence }) => [kind, sequence])).toEqual([
      ['message', 4],
      ['reactions', 4],
    ])
    expect(newer.page).toMatchObject({ from: 3, to: 4, head: 7 })
  })

  test('of many list those who have reacted longest; who leaves the list makes way for the next', async () => {
    const { kitchen, message, ...cast } = await aRoomWithAMessage()
    const crowd = aCrowd(REACTORS_LISTED_MAX + 3)
    await commit(...crowd.map((person) => join(kitchen, person)))
    const outcomes = await commit(...crowd.map((person) => react(kitchen, person, message, '👍')))
    const ids = crowd.map((person) => person.memberIn(kitchen))
    expect(of(one(outcomes.at(-1)))).toEqual([
      { emoji: '👍', count: ids.length, members: ids.slice(0, REACTORS_LISTED_MAX) },
    ])
    // One that is listed, one that is not, and one that comes back behind all of them.
    const [second, last] = [crowd[1], crowd.at(-1)]
    if (!second || !last) throw new Error('no crowd')
    const then = await commit(
      react(kitchen, second, message, '👍', false),
      react(kitchen, last, message, '👍', false),
      react(kitchen, second, message, '👍'),
    )
    const left = ids.filter((id) => id !== second.memberIn(kitchen) && id !== last.memberIn(kitchen))
    expect(of(one(then[2]))).toEqual([
      { emoji: '👍', count: ids.length - 1, members: left.slice(0, REACTORS_LISTED_MAX) },
    ])
    const all = [...left, second.memberIn(kitchen)]
    const { store } = harness
    expect(await store.readReactors(kitchen.roomId, idOf(message), '👍', second.tokenHash)).toEqual({
      members: all.slice(0, REACTORS_FETCHED_MAX),
      includesMe: true,
    })
    expect(await store.readReactors(kitchen.roomId, idOf(message), '👍', cast.ana.tokenHash)).toMatchObject({
      includesMe: false,
    })
  })

  test('[D10] [A30] are of so many kinds', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const kinds = Array.from({ length: REACTION_KINDS_MAX + 1 }, (_, i) => String.fromCodePoint(0x1f600 + i))
    const outcomes = await commit(...kinds.map((kind) => react(kitchen, ana, message, kind)))
    expect(outcomes.at(-1)).toEqual(refused('limit-reached'))
    const [first] = kinds
    const [again] = await commit(react(kitchen, bo, message, first ?? ''))
    expect(of(one(again))[0]).toMatchObject({ count: 2 })
  })
}

let crowds = 0

/** People in any number. */
function aCrowd(size: number): Person[] {
  const crowd = ++crowds
  return Array.from({ length: size }, (_, i) => {
    const name = `Guest ${i}`
    return {
      name,
      tokenHash: `guest-${crowd}-${i}-`.padEnd(64, '0') as Person['tokenHash'],
      memberIn: ({ roomId }: Place) => anId<MemberId>(`g${i}-${roomId.slice(0, 14)}`),
    }
  })
}
