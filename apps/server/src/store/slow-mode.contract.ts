import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Change } from './store.ts'
import { edit, join, type Person, type Place, post, react, refused } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk, one } from './testing/talk.ts'
import { uploaded } from './testing/uploads.ts'

const NOON = 1_700_000_000_000

const slow = (place: Place, person: Person, slowMs: number | null): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  slowMs,
  at: NOON,
})
const waits = (retryAfterMs: number) => ({ ...refused('rate-limited'), retryAfterMs })

/** Where a room is slow, its members wait between two posts. */
export function slowModeContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)

  test('is for those who moderate to settle, and is told as every setting is', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    expect(await commit(slow(kitchen, bo, 30_000))).toEqual([refused('forbidden')])
    const room = one((await commit(slow(kitchen, ana, 30_000)))[0])
    expect(room).toMatchObject({ kind: 'room', settings: { slowMs: 30_000 } })
    await expectFetchedAnew(kitchen, bo, [room])
    expect((await commit(slow(kitchen, ana, 30_000)))[0]?.outcome).toBe('repeated')
    const [given, theirs] = await commit(
      {
        kind: 'set-role',
        roomId: kitchen.roomId,
        memberId: bo.memberIn(kitchen),
        actorId: ana.memberIn(kitchen),
        role: 'moderator',
        at: NOON,
      },
      slow(kitchen, bo, null),
    )
    expect(given?.outcome).toBe('applied')
    expect(one(theirs)).not.toHaveProperty('settings')
  })

  test('[D10] [A92] the next post of a member is refused until the time is there, in the same batch and after a restart', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const [, first, second] = await commit(
      slow(kitchen, ana, 30_000),
      post(kitchen, bo, 'first', { at: NOON }),
      post(kitchen, bo, 'second', { at: NOON + 1 }),
    )
    // What was said before the room became slow counts for nothing.
    expect(first?.outcome).toBe('applied')
    expect(second).toEqual(waits(29_999))
    await harness.reopen()
    const [soon, fast, other] = await commit(
      post(kitchen, bo, 'second', { at: NOON + 29_999 }),
      post(kitchen, bo, 'second', { at: NOON + 30_000 }),
      post(kitchen, bo, 'third', { at: NOON + 30_000 }),
    )
    expect(soon).toEqual(waits(1))
    expect(fast?.outcome).toBe('applied')
    expect(other).toEqual(waits(30_000))
  })

  test('holds each member alone, and nobody who moderates', async () => {
    const { kitchen, ana, bo, chidi } = await aRoomWithAMessage()
    const outcomes = await commit(
      join(kitchen, chidi),
      slow(kitchen, ana, 60_000),
      post(kitchen, ana, 'bread'),
      post(kitchen, ana, 'leeks'),
      post(kitchen, bo, 'salt'),
      post(kitchen, chidi, 'rice'),
    )
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(6).fill('applied'))
  })

  test('[D3] a post that was acked is answered as before, however soon it comes again, with its files too', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const { fileId } = await uploaded(harness, kitchen, bo)
    const said = post(kitchen, bo, 'look', { files: [fileId] })
    const [, before] = await commit(slow(kitchen, ana, 60_000), said)
    const [again, other] = await commit(said, { ...said, body: 'look here' } as Change)
    expect(again).toEqual({ outcome: 'repeated', records: [one(before)] })
    expect(other).toEqual(refused('id-conflict'))
    await harness.reopen()
    expect(await commit(said)).toEqual([again])
    // Being asked again is no post: it makes nobody wait longer.
    const [next] = await commit(post(kitchen, bo, 'next', { at: NOON + 60_000 }))
    expect(next?.outcome).toBe('applied')
  })

  test('what is refused stores nothing and makes nobody wait longer; what is no post waits for nothing', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const [, first, no, edited, reacted] = await commit(
      slow(kitchen, ana, 10_000),
      post(kitchen, bo, 'first'),
      post(kitchen, bo, 'second', { at: NOON + 9_000 }),
      edit(kitchen, bo, message, 'hello there'),
      react(kitchen, bo, message, '👍'),
    )
    expect(no).toEqual(waits(1_000))
    expect(edited?.outcome).toBe('applied')
    expect(reacted?.outcome).toBe('applied')
    const messageId = anId<MessageId>('second')
    const { tokenHash } = bo
    const asked = { messageIds: [messageId], memberIds: [] }
    expect((await harness.store.readRecords(kitchen.roomId, asked, tokenHash))?.records).toEqual([])
    const [second] = await commit(post(kitchen, bo, 'second', { at: NOON + 10_000 }))
    expect(one(second)).toMatchObject({ sequence: one(first).version + 3 })
  })

  test('[A32] a longer and a shorter time hold at once, and none lets everybody write; a clock that went back adds nothing', async () => {
    const { kitchen, ana, bo } = await aRoomWithAMessage()
    const outcomes = await commit(
      slow(kitchen, ana, 10_000),
      post(kitchen, bo, 'first'),
      slow(kitchen, ana, 60_000),
      post(kitchen, bo, 'second', { at: NOON + 10_000 }),
      post(kitchen, bo, 'second', { at: NOON - 3_600_000 }),
      slow(kitchen, ana, 5_000),
      post(kitchen, bo, 'second', { at: NOON + 10_000 }),
      slow(kitchen, ana, null),
      post(kitchen, bo, 'third', { at: NOON + 10_000 }),
    )
    expect(outcomes[3]).toEqual(waits(50_000))
    expect(outcomes[4]).toEqual(waits(60_000))
    expect([6, 7, 8].map((i) => outcomes[i]?.outcome)).toEqual(['applied', 'applied', 'applied'])
  })
}
