import type { MemberId, MessageRecord } from '@confab/protocol'
import { EDITS_MAX, mentionToken, PINS_MAX } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { Change } from './store.ts'
import {
  applied,
  create,
  edit,
  erase,
  idOf,
  join,
  pin,
  post,
  react,
  refused,
  remove,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk, one } from './testing/talk.ts'

/** What people do with messages once they are there. */
export function messagesContract(harness: Harness): void {
  const { commit, aRoomWithAMessage, expectFetchedAnew } = aTalk(harness)

  describe('an edit', () => {
    test('[D2, D8] takes the next sequence, at the message’s old place, and what was said before can be seen', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      const [first, second] = await commit(
        edit(kitchen, bo, message, 'hello all'),
        edit(kitchen, bo, message, 'hello everybody'),
      )
      expect(one(first)).toMatchObject({
        sequence: 4,
        version: 5,
        body: 'hello all',
        postedAt: expect.any(Number),
      })
      const edited = one(second) as MessageRecord
      expect(edited).toMatchObject({ sequence: 4, version: 6, body: 'hello everybody' })
      expect(edited.editedAt).toBeGreaterThanOrEqual(edited.postedAt)
      await expectFetchedAnew(kitchen, ana, [edited])
      const edits = await harness.store.readEdits(kitchen.roomId, idOf(message), ana.tokenHash)
      expect(edits).toEqual({
        edits: [
          { body: 'hello', replacedAt: edited.editedAt },
          { body: 'hello all', replacedAt: edited.editedAt },
        ],
        isComplete: true,
      })
    })

    test('may come in the same commit as its message', async () => {
      const { kitchen, ana, bo } = await aRoomWithAMessage()
      const late = post(kitchen, bo, 'wrng')
      const [, edited] = await commit(late, edit(kitchen, bo, late, 'right'))
      await expectFetchedAnew(kitchen, ana, [one(edited)])
      expect((await harness.store.readEdits(kitchen.roomId, idOf(late), ana.tokenHash))?.edits).toHaveLength(
        1,
      )
    })

    test('[A22] is the author’s alone, and not of a message that is not there', async () => {
      const { kitchen, ana, bo, chidi, message } = await aRoomWithAMessage()
      expect(
        await commit(
          edit(kitchen, ana, message, 'his words'),
          edit(kitchen, chidi, message, 'whose words'),
          edit(kitchen, bo, post(kitchen, bo, 'never sent'), 'no words'),
        ),
      ).toEqual([refused('not-found'), refused('not-found'), refused('not-found')])
      expect((await harness.store.readEdits(kitchen.roomId, idOf(message), bo.tokenHash))?.edits).toEqual([])
    })

    test('[D3] made again stores nothing, and the post repeated after it is no conflict', async () => {
      const { kitchen, bo, message } = await aRoomWithAMessage()
      const [edited] = await commit(edit(kitchen, bo, message, 'hello all'))
      const again = await commit(edit(kitchen, bo, message, 'hello all'), message)
      expect(again).toEqual([
        { outcome: 'repeated', records: [one(edited)] },
        { outcome: 'repeated', records: [one(edited)] },
      ])
    })

    test('[D10] [A30] has a bound', async () => {
      const { kitchen, bo, message } = await aRoomWithAMessage()
      const edits = Array.from({ length: EDITS_MAX + 1 }, (_, i) => edit(kitchen, bo, message, `hello ${i}`))
      expect((await commit(...edits)).at(-1)).toEqual(refused('limit-reached'))
      expect(await commit(edit(kitchen, bo, message, 'once more'))).toEqual([refused('limit-reached')])
    })
  })

  describe('a deletion', () => {
    test('[D2, D8] leaves the place, and nothing of text, earlier texts, reactions, pin and mentions', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      await commit(
        edit(kitchen, bo, message, `hello ${mentionToken(ana.memberIn(kitchen))}`),
        react(kitchen, ana, message, '👍'),
        pin(kitchen, ana, message),
      )
      const [deleted] = await commit(erase(kitchen, bo, message))
      const records = applied(deleted)
      expect(records).toEqual([
        {
          kind: 'message',
          messageId: idOf(message),
          sequence: 4,
          version: 8,
          authorId: bo.memberIn(kitchen),
          authorName: 'Bo',
          postedAt: expect.any(Number),
          body: '',
          deletedAt: expect.any(Number),
          deletedBy: bo.memberIn(kitchen),
        },
        { kind: 'reactions', messageId: idOf(message), sequence: 4, version: 9, reactions: [] },
        expect.objectContaining({ kind: 'room', version: 10 }),
      ])
      expect(theRoom(records).pins).toBeUndefined()
      await expectFetchedAnew(kitchen, ana, records)
      const { store } = harness
      expect(await store.readEdits(kitchen.roomId, idOf(message), ana.tokenHash)).toEqual({
        edits: [],
        isComplete: true,
      })
      expect(await store.readReactors(kitchen.roomId, idOf(message), '👍', ana.tokenHash)).toEqual({
        members: [],
        includesMe: false,
      })
    })

    test('is the author’s and the owner’s, and of nobody else', async () => {
      const { kitchen, ana, bo, chidi, message } = await aRoomWithAMessage()
      const anas = post(kitchen, ana, 'supper')
      await commit(join(kitchen, chidi), anas)
      expect(await commit(erase(kitchen, chidi, message), erase(kitchen, bo, anas))).toEqual([
        refused('not-found'),
        refused('not-found'),
      ])
      const [byOwner] = await commit(erase(kitchen, ana, message))
      expect(one(byOwner)).toMatchObject({ deletedBy: ana.memberIn(kitchen) })
    })

    test('[D3] made again stores nothing, nor does the post that comes late, and nothing else is done with what is gone', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      const [deleted] = await commit(erase(kitchen, bo, message))
      const { head } = await harness.store.readChanges(kitchen.roomId, 0, 1)
      const tombstone = one(deleted)
      expect(
        await commit(
          erase(kitchen, ana, message),
          message,
          edit(kitchen, bo, message, 'hello again'),
          react(kitchen, ana, message, '👍'),
          pin(kitchen, ana, message),
        ),
      ).toEqual([
        { outcome: 'repeated', records: [tombstone] },
        { outcome: 'repeated', records: [tombstone] },
        refused('not-found'),
        refused('not-found'),
        refused('not-found'),
      ])
      expect((await harness.store.readChanges(kitchen.roomId, 0, 1)).head).toBe(head)
    })

    test('[D9] is not made by who was removed', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      await commit(remove(kitchen, ana, bo))
      expect(await commit(erase(kitchen, bo, message), edit(kitchen, bo, message, 'bye'))).toEqual([
        refused('forbidden'),
        refused('not-found'),
      ])
    })
  })

  describe('pins', () => {
    test('[D2, D8] are a change of the room’s record, by its owner', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      const second = post(kitchen, bo, 'supper at eight')
      const outcomes = await commit(second, pin(kitchen, ana, second), pin(kitchen, ana, message))
      const record = one(outcomes[2])
      expect(record).toMatchObject({ kind: 'room', version: 7, pins: [idOf(second), idOf(message)] })
      await expectFetchedAnew(kitchen, bo, [record])
      expect(await commit(pin(kitchen, bo, message, false))).toEqual([refused('forbidden')])
      const then = await commit(pin(kitchen, ana, message), pin(kitchen, ana, message, false))
      expect(then[0]).toEqual({ outcome: 'repeated', records: [record] })
      expect(theRoom(applied(then[1])).pins).toEqual([idOf(second)])
      const entry = await harness.store.readEntry(kitchen.roomId, [bo.tokenHash], null)
      expect(entry).toMatchObject({ room: { pins: [idOf(second)] } })
      const [summary] = await harness.store.readSummaries(bo.tokenHash, [
        { roomId: kitchen.roomId, after: 0 },
      ])
      expect(summary).toMatchObject({ room: { pins: [idOf(second)] }, latest: { messageId: idOf(second) } })
    })

    test('[D10] [A30] have a bound', async () => {
      const { kitchen, ana, bo } = await aRoomWithAMessage()
      const posts = Array.from({ length: PINS_MAX + 1 }, (_, i) => post(kitchen, bo, `${i} things`))
      await commit(...posts)
      const outcomes = await commit(...posts.map((message) => pin(kitchen, ana, message)))
      expect(outcomes.filter(({ outcome }) => outcome === 'applied')).toHaveLength(PINS_MAX)
      expect(outcomes.at(-1)).toEqual(refused('limit-reached'))
    })
  })

  describe('a reply', () => {
    test('says what it answers, and answers what is in the room only', async () => {
      const { kitchen, harbour, ana, bo, message } = await aRoomWithAMessage()
      const elsewhere = post(harbour, bo, 'ahoy')
      await commit(create(harbour, bo), elsewhere)
      const reply = post(kitchen, ana, 'hi Bo', { replyTo: idOf(message) })
      const [posted, lost] = await commit(reply, post(kitchen, ana, 'hi there', { replyTo: idOf(elsewhere) }))
      expect(one(posted)).toMatchObject({ replyTo: idOf(message) })
      expect(lost).toEqual(refused('not-found'))
      await expectFetchedAnew(kitchen, bo, [one(posted)])
      expect(await commit(reply, { ...reply, replyTo: undefined } as unknown as Change)).toEqual([
        { outcome: 'repeated', records: [one(posted)] },
        refused('id-conflict'),
      ])
      // What it answered may go; the answer stays, and can be repeated.
      await commit(erase(kitchen, bo, message))
      expect((await commit(reply))[0]).toMatchObject({ outcome: 'repeated' })
    })
  })

  describe('records by their ids', () => {
    test('are messages and members as they are now, whatever else is asked', async () => {
      const { kitchen, ana, bo, message } = await aRoomWithAMessage()
      const [edited] = await commit(edit(kitchen, bo, message, 'hello all'))
      await commit(join(kitchen, bo, { name: 'Bobo' }))
      const found = await harness.store.readRecords(
        kitchen.roomId,
        {
          messageIds: [idOf(message), idOf(post(kitchen, bo, 'never sent'))],
          memberIds: [bo.memberIn(kitchen), anId<MemberId>('nobody')],
        },
        ana.tokenHash,
      )
      expect(found).toMatchObject({ epoch: kitchen.epoch, head: 6 })
      expect(found?.records).toHaveLength(2)
      expect(found?.records).toContainEqual(one(edited))
      expect(found?.records).toContainEqual(expect.objectContaining({ kind: 'member', name: 'Bobo' }))
    })

    test('[D9] and what stands around messages are shown to members only', async () => {
      const { kitchen, ana, bo, chidi, message } = await aRoomWithAMessage()
      await commit(remove(kitchen, ana, bo))
      const { store } = harness
      for (const { tokenHash } of [bo, chidi]) {
        const ids = { messageIds: [idOf(message)], memberIds: [] }
        expect(await store.readRecords(kitchen.roomId, ids, tokenHash)).toBeNull()
        expect(await store.readEdits(kitchen.roomId, idOf(message), tokenHash)).toBeNull()
        expect(await store.readReactors(kitchen.roomId, idOf(message), '👍', tokenHash)).toBeNull()
      }
    })
  })

  test('[D8] all of it is there after the store was opened again', async () => {
    const { kitchen, ana, bo, message } = await aRoomWithAMessage()
    const outcomes = await commit(
      edit(kitchen, bo, message, 'hello all'),
      react(kitchen, ana, message, '👍'),
      pin(kitchen, ana, message),
    )
    await harness.reopen()
    const records = outcomes.map(one)
    await expectFetchedAnew(kitchen, ana, records)
    const [next] = await commit(react(kitchen, bo, message, '👍'))
    expect(one(next)).toMatchObject({ version: 8, reactions: [{ emoji: '👍', count: 2 }] })
  })
}
