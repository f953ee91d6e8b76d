import type { Sequence } from '@confab/protocol'
import { describe, expect, test } from 'vitest'
import { parseQuery } from '../search/query.ts'
import { placeSeen } from './seen.ts'
import type { Change } from './store.ts'
import {
  aCast,
  applied,
  create,
  edit,
  erase,
  idOf,
  join,
  type Person,
  type Place,
  pageFor,
  post,
  react,
  refused,
  remove,
  shown,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk, one } from './testing/talk.ts'

const NOON = 1_700_000_000_000

const show = (place: Place, person: Person, newcomersSee: number | null): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  newcomersSee,
  at: NOON,
})

/** Who comes into a room that keeps its past to itself finds none of it. */
export function newcomersContract(harness: Harness): void {
  const { commit, expectFetchedAnew } = aTalk(harness)

  /** Bo has said three things in Ana's kitchen. */
  async function aRoomWithAPast() {
    const cast = aCast()
    const { kitchen, ana, bo } = cast
    const past = ['one', 'two', 'three'].map((body) => post(kitchen, bo, body)) as [Change, Change, Change]
    await commit(create(kitchen, ana), join(kitchen, bo), ...past)
    return { ...cast, past }
  }
  const pageOf = async (person: Person, place: Place, where: { before: Sequence } | { after: Sequence }) =>
    (await pageFor(person, harness.store, place, where, 50)).page
  const said = async (person: Person, place: Place) =>
    shown((await pageOf(person, place, { before: 10_000 })).records).filter((line) => line.includes(':'))
  const found = async ({ roomId }: Place, { tokenHash }: Person, text: string) => {
    const asked = { query: parseQuery(text, 'UTC'), before: null, limit: 10 }
    return (await harness.store.search(roomId, asked, tokenHash))?.results.map(({ messageId }) => messageId)
  }

  test('how much newcomers read is for the owner to settle, and all of it until then', async () => {
    const { kitchen, ana, bo, chidi } = await aRoomWithAPast()
    expect(await commit(show(kitchen, bo, 0))).toEqual([refused('forbidden')])
    const [joined] = await commit(join(kitchen, chidi))
    expect(one(joined)).not.toHaveProperty('seesAbove')
    const room = one((await commit(show(kitchen, ana, 0)))[0])
    expect(room).toMatchObject({ kind: 'room', settings: { newcomersSee: 0 } })
    expect((await commit(show(kitchen, ana, 0)))[0]?.outcome).toBe('repeated')
    await expectFetchedAnew(kitchen, bo, [room])
    // Whoever was there has what they had.
    expect(await said(chidi, kitchen)).toEqual(['Bo: one', 'Bo: two', 'Bo: three'])
    expect(one((await commit(show(kitchen, ana, null)))[0])).not.toHaveProperty('settings')
  })

  describe('from now on', () => {
    async function aNewcomer() {
      const cast = await aRoomWithAPast()
      const { kitchen, ana, bo, chidi, past } = cast
      await commit(
        react(kitchen, ana, past[0], '👍'),
        edit(kitchen, bo, past[1], 'two, in other words'),
        show(kitchen, ana, 0),
      )
      const member = one((await commit(join(kitchen, chidi)))[0])
      await commit(post(kitchen, bo, 'four'))
      if (member.kind !== 'member') throw new Error('That is no member.')
      return { ...cast, member }
    }

    test('nothing from before is on any page, and nothing is said to be older', async () => {
      const { kitchen, chidi, member } = await aNewcomer()
      expect(placeSeen(member)).toBe(member.sequence - 1)
      await expectFetchedAnew(kitchen, chidi, [member])
      const newest = await pageOf(chidi, kitchen, { before: 10_000 })
      expect(newest.from).toBe(0)
      expect(shown(newest.records)).toEqual(['Chidi joined', 'Bo: four'])
      expect(await pageOf(chidi, kitchen, { before: 4 })).toMatchObject({ from: 0, records: [] })
      const oldest = await pageOf(chidi, kitchen, { after: 0 })
      expect(oldest.from).toBe(0)
      expect(shown(oldest.records)).toEqual(['Chidi joined', 'Bo: four'])
    })

    test('[A101] nothing from before is found by its id, what it said before, who reacted to it, its time, or in a search', async () => {
      const { kitchen, chidi, bo, past } = await aNewcomer()
      const { roomId } = kitchen
      const { tokenHash } = chidi
      const messageIds = past.map(idOf)
      const asked = await harness.store.readRecords(
        roomId,
        { messageIds, memberIds: [bo.memberIn(kitchen)] },
        tokenHash,
      )
      expect(shown(asked?.records ?? [])).toEqual(['Bo joined'])
      expect(await harness.store.readEdits(roomId, idOf(past[1]), tokenHash)).toMatchObject({ edits: [] })
      expect(await harness.store.readReactors(roomId, idOf(past[0]), '👍', tokenHash)).toEqual({
        members: [],
        includesMe: false,
      })
      const { sequence } = (await harness.store.readPlace(roomId, 0, tokenHash)) ?? {}
      expect(sequence).toBe((await pageOf(chidi, kitchen, { before: 10_000 })).records.at(-1)?.sequence)
      expect(await found(kitchen, chidi, 'words')).toEqual([])
      expect(await found(kitchen, chidi, 'from:Bo')).toHaveLength(1)
      // The same questions are answered to whoever was there.
      expect(await found(kitchen, bo, 'words')).toHaveLength(1)
      expect((await harness.store.readEdits(roomId, idOf(past[1]), bo.tokenHash))?.edits).toHaveLength(1)
    })

    test('[A101] nothing from before is told in a summary, whatever somebody says they have seen', async () => {
      const { kitchen, ana, chidi } = await aRoomWithAPast()
      const { roomId } = kitchen
      await commit(show(kitchen, ana, 0), join(kitchen, chidi))
      const summary = async () =>
        (await harness.store.readSummaries(chidi.tokenHash, [{ roomId, after: 0 }]))[0]
      expect(await summary()).toMatchObject({ unreadCount: 0, mentionCount: 0, latest: null })
      await commit(post(kitchen, ana, 'hello, Chidi'))
      expect(await summary()).toMatchObject({ unreadCount: 1, latest: { body: 'hello, Chidi' } })
    })

    test('[A101] nothing is done with what is from before: it is as if it were not there', async () => {
      const { kitchen, ana, chidi, past } = await aNewcomer()
      const [reacted, answered] = await commit(
        react(kitchen, chidi, past[0], '👍'),
        post(kitchen, chidi, 'what?', { replyTo: idOf(past[0]) }),
      )
      expect([reacted, answered]).toEqual([refused('not-found'), refused('not-found')])
      await commit({
        kind: 'set-role',
        roomId: kitchen.roomId,
        memberId: chidi.memberIn(kitchen),
        actorId: ana.memberIn(kitchen),
        role: 'moderator',
        at: NOON,
      })
      expect(await commit(erase(kitchen, chidi, past[2]))).toEqual([refused('not-found')])
    })

    test('whoever is put out comes as somebody new, and finds nothing that was said meanwhile', async () => {
      const { kitchen, ana, bo, past } = await aRoomWithAPast()
      await commit(show(kitchen, ana, 0), remove(kitchen, ana, bo), post(kitchen, ana, 'about Bo'))
      await commit(join(kitchen, bo), post(kitchen, ana, 'welcome back'))
      expect(await said(bo, kitchen)).toEqual(['Ana: welcome back'])
      // It is settled for them, whatever newcomers see later.
      await commit(remove(kitchen, ana, bo), show(kitchen, ana, null), join(kitchen, bo))
      expect(await said(bo, kitchen)).toEqual(['Ana: welcome back'])
      // What they wrote themselves they may still delete, and find for that.
      expect(await found(kitchen, bo, `from:<@${bo.memberIn(kitchen)}>`)).toHaveLength(3)
      applied((await commit(erase(kitchen, bo, past[0])))[0])
    })

    test('a new name changes nothing in what somebody reads', async () => {
      const { kitchen, chidi, member } = await aNewcomer()
      const renamed = one((await commit(join(kitchen, chidi, { name: 'Chidiebere' })))[0])
      expect(renamed).toMatchObject({ seesAbove: placeSeen(member) })
      expect(await said(chidi, kitchen)).toEqual(['Bo: four'])
    })
  })

  test('the last so many: newcomers read them, whatever is said in the same moment', async () => {
    const { kitchen, ana, bo, chidi } = await aRoomWithAPast()
    await commit(show(kitchen, ana, 2))
    await commit(post(kitchen, bo, 'four'), join(kitchen, chidi), post(kitchen, bo, 'five'))
    expect(await said(chidi, kitchen)).toEqual(['Bo: three', 'Bo: four', 'Bo: five'])
  })

  test('the last so many are all there are, where there are no more', async () => {
    const { kitchen, ana, chidi } = await aRoomWithAPast()
    await commit(show(kitchen, ana, 3))
    const member = one((await commit(join(kitchen, chidi)))[0])
    expect(member).not.toHaveProperty('seesAbove')
    expect(await said(chidi, kitchen)).toHaveLength(3)
  })
}
