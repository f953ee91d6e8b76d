import type { MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { ExportCursor } from '../export/export-cursor.ts'
import { type ExportPart, readPart } from '../export/read-part.ts'
import { EXPORT_PART_PICTURE_BYTES } from '../limits.ts'
import {
  aCast,
  create,
  edit,
  erase,
  idOf,
  join,
  type Person,
  type Place,
  pin,
  post,
  react,
  remove,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { uploaded } from './testing/uploads.ts'

const NOON = 1_700_000_000_000
const HOUR = 3_600_000

/** What a room has to say to whoever takes it away, read part by part. */
export function exportingContract(harness: Harness): void {
  const part = (
    place: Place,
    { tokenHash }: Person,
    from: ExportCursor | null,
    now = NOON,
    hasPictures = true,
  ) => readPart(harness.store, { roomId: place.roomId, tokenHash, from, now, hasPictures })

  async function parts(place: Place, person: Person, now = NOON): Promise<ExportPart[]> {
    const all: ExportPart[] = []
    for (let from: ExportCursor | null = null; all.length < 1_000; ) {
      const read = await part(place, person, from, now)
      if (!read.ok) throw new Error(read.code)
      all.push(read.part)
      if (!read.part.next) return all
      from = read.part.next
    }
    throw new Error('it goes on for ever')
  }

  const bodies = (all: readonly ExportPart[]) =>
    all.flatMap(({ records }) =>
      records.flatMap((record) => (record.kind === 'message' ? [record.body] : [])),
    )

  test('every message is there once, in order, however many parts it takes', async () => {
    const { kitchen, ana, bo } = aCast()
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo)])
    const said = Array.from({ length: 900 }, (_, i) => `${i} ${'soup '.repeat(200)}`)
    for (let i = 0; i < said.length; i += 300)
      await harness.store.commit(
        said
          .slice(i, i + 300)
          .map((body, k) => post(kitchen, bo, body, { messageId: anId<MessageId>(`many-${i + k}`) })),
      )
    const all = await parts(kitchen, ana)
    expect(all.length).toBeGreaterThan(1)
    expect(bodies(all)).toEqual(said)
    // What a part holds is bounded, whatever the room has.
    for (const { records } of all) expect(JSON.stringify(records).length).toBeLessThan(9 * 64 * 1024)
  })

  test('asked again, a part is the same, whatever was said meanwhile; the end stays where it was', async () => {
    const { kitchen, ana } = aCast()
    await harness.store.commit([create(kitchen, ana), post(kitchen, ana, 'before')])
    const first = await part(kitchen, ana, null)
    if (!first.ok) throw new Error(first.code)
    const { from } = first.part
    await harness.store.commit([post(kitchen, ana, 'after')])
    expect(await part(kitchen, ana, from)).toEqual(first)
    expect(bodies(await parts(kitchen, ana))).toEqual(['before', 'after'])
  })

  test('what was deleted, erased or is kept no longer is not in it, nor what people said to it', async () => {
    const { kitchen, ana, bo } = aCast()
    const late = NOON + 2 * HOUR
    const [old, deleted, erased] = ['old', 'deleted', 'erased'].map((body, i) =>
      post(kitchen, bo, body, { at: i === 0 ? NOON : late }),
    ) as [ReturnType<typeof post>, ReturnType<typeof post>, ReturnType<typeof post>]
    const answer = post(kitchen, ana, 'an answer', { replyTo: idOf(deleted), at: late })
    const other = post(kitchen, ana, 'another', { replyTo: idOf(old), at: late })
    const memberId = ana.memberIn(kitchen)
    const { roomId } = kitchen
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), old, deleted, erased, answer, other])
    await harness.store.commit([
      react(kitchen, ana, old, '🪿'),
      react(kitchen, ana, deleted, '🪿'),
      react(kitchen, bo, answer, '🥖'),
      erase(kitchen, bo, deleted),
      { kind: 'erase-messages', roomId, messageIds: [idOf(erased)], memberId, at: late },
    ])
    expect(bodies(await parts(kitchen, ana, late))).toEqual(['old', 'an answer', 'another'])
    await harness.store.commit([{ kind: 'change-settings', roomId, memberId, keptHours: 1, at: late }])
    // The sweep has not been there yet: the row is, and it is not read.
    const [all, ...more] = await parts(kitchen, ana, late)
    expect(more).toEqual([])
    expect(bodies(all ? [all] : [])).toEqual(['an answer', 'another'])
    expect([...(all?.quoted ?? [])]).toEqual([])
    expect([...(all?.reactions ?? [])]).toEqual([[idOf(answer), [expect.objectContaining({ emoji: '🥖' })]]])
  })

  test('names of who is mentioned and what is answered come along', async () => {
    const { kitchen, ana, bo } = aCast()
    const question = post(kitchen, ana, 'Soup tonight?')
    const answer = post(kitchen, bo, `Yes <@${ana.memberIn(kitchen)}>`, { replyTo: idOf(question) })
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), question, answer])
    await harness.store.commit([edit(kitchen, ana, question, 'Soup today?'), pin(kitchen, ana, question)])
    const [only] = await parts(kitchen, ana)
    expect(only?.names.get(ana.memberIn(kitchen))).toBe('Ana')
    expect(only?.quoted.get(idOf(question))).toMatchObject({ authorName: 'Ana', excerpt: 'Soup today?' })
    expect(only?.room.pins).toEqual([idOf(question)])
  })

  test('only who may take a room away reads a part of it, as long as they may', async () => {
    const { kitchen, ana, bo, chidi } = aCast()
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), post(kitchen, ana, 'hello')])
    const first = await part(kitchen, ana, null)
    if (!first.ok) throw new Error(first.code)
    const forbidden = { ok: false, code: 'forbidden' }
    for (const person of [bo, chidi]) {
      expect(await part(kitchen, person, null)).toEqual(forbidden)
      // A cursor is nobody's right.
      expect(await part(kitchen, person, first.part.from)).toEqual(forbidden)
    }
    const { roomId } = kitchen
    const [memberId, actorId] = [bo.memberIn(kitchen), ana.memberIn(kitchen)]
    await harness.store.commit([{ kind: 'hand-over', roomId, memberId, actorId, at: NOON }])
    expect(await part(kitchen, ana, first.part.from)).toEqual(forbidden)
    expect((await part(kitchen, bo, first.part.from)).ok).toBe(true)
    await harness.store.commit([remove(kitchen, bo, ana)])
    expect(await part(kitchen, ana, null)).toEqual(forbidden)
  })

  test('a cursor of another history, or beyond the end, leads nowhere', async () => {
    const { kitchen, harbour, ana } = aCast()
    await harness.store.commit([create(kitchen, ana), create(harbour, ana)])
    const first = await part(kitchen, ana, null)
    if (!first.ok) throw new Error(first.code)
    const gone = { ok: false, code: 'gone' }
    expect(await part(harbour, ana, first.part.from)).toEqual(gone)
    expect(await part(kitchen, ana, { ...first.part.from, upTo: first.part.from.upTo + 1 })).toEqual(gone)
  })

  test('many pictures end a part, and the next one goes on behind them', async () => {
    const { kitchen, ana } = aCast()
    await harness.store.commit([create(kitchen, ana)])
    const posts = []
    for (const body of ['one', 'two', 'three']) {
      const { fileId } = await uploaded(harness, kitchen, ana, { bytes: EXPORT_PART_PICTURE_BYTES })
      posts.push(post(kitchen, ana, body, { files: [fileId] }))
    }
    await harness.store.commit(posts)
    expect((await parts(kitchen, ana)).map((one) => bodies([one]))).toEqual([['one'], ['two'], ['three']])
    const withoutPictures = await part(kitchen, ana, null, NOON, false)
    expect(withoutPictures.ok && bodies([withoutPictures.part])).toEqual(['one', 'two', 'three'])
  })
}
