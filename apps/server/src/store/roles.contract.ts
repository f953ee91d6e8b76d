import type { MemberId, MemberRecord } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import type { Change } from './store.ts'
import {
  aCast,
  applied,
  create,
  join,
  type Person,
  type Place,
  post,
  refused,
  remove,
  retitle,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

type Fields<Kind extends Change['kind']> = Omit<
  Extract<Change, { kind: Kind }>,
  'kind' | 'roomId' | 'memberId' | 'actorId' | 'at'
>

const AT = 1_700_000_000_000

const towards = (place: Place, actor: Person, person: Person) => ({
  roomId: place.roomId,
  memberId: person.memberIn(place),
  actorId: actor.memberIn(place),
  at: AT,
})
const give = (place: Place, actor: Person, person: Person, role: Fields<'set-role'>['role']): Change => ({
  kind: 'set-role',
  ...towards(place, actor, person),
  role,
})
const ban = (place: Place, actor: Person, person: Person, isBanned = true): Change => ({
  kind: 'ban-member',
  ...towards(place, actor, person),
  isBanned,
})
const handOver = (place: Place, actor: Person, person: Person): Change => ({
  kind: 'hand-over',
  ...towards(place, actor, person),
})
const mute = (place: Place, actor: Person, person: Person, until: number, at = AT): Change => ({
  kind: 'mute-member',
  ...towards(place, actor, person),
  until,
  at,
})
const settle = (place: Place, person: Person, fields: Fields<'change-settings'>): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  at: AT,
  ...fields,
})

/** Who may do what in a room, how that is changed, and what is settled for all. */
export function rolesContract(harness: Harness): void {
  const commit = (...changes: Change[]) => harness.store.commit(changes)

  async function aKitchen() {
    const cast = aCast()
    const { kitchen, ana, bo, chidi } = cast
    await commit(create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi))
    const roleOf = async (person: Person) => {
      const asked = { messageIds: [], memberIds: [person.memberIn(kitchen)] }
      const found = await harness.store.readRecords(kitchen.roomId, asked, ana.tokenHash)
      return (found?.records[0] as MemberRecord | undefined)?.role
    }
    return { ...cast, roleOf }
  }

  describe('a role', () => {
    test('[D2] is a change of the member’s record, there after a restart, and the same again changes nothing', async () => {
      const { kitchen, ana, bo, roleOf } = await aKitchen()
      const [given, again] = await commit(
        give(kitchen, ana, bo, 'moderator'),
        give(kitchen, ana, bo, 'moderator'),
      )
      expect(applied(given)).toMatchObject([{ role: 'moderator', sequence: 3, version: 5, name: 'Bo' }])
      expect(again).toMatchObject({ outcome: 'repeated', records: [{ version: 5 }] })
      await harness.reopen()
      expect(await roleOf(bo)).toBe('moderator')
    })

    test('[D9] is in force for the very next change, in the same commit', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const outcomes = await commit(
        remove(kitchen, bo, chidi),
        give(kitchen, ana, bo, 'moderator'),
        give(kitchen, bo, chidi, 'reader'),
        post(kitchen, chidi, 'may I'),
        give(kitchen, bo, chidi, 'member'),
        post(kitchen, chidi, 'may I'),
        remove(kitchen, bo, chidi),
      )
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([
        'refused',
        'applied',
        'applied',
        'refused',
        'applied',
        'applied',
        'applied',
      ])
    })

    test('goes to nobody above or beside whoever gives it, and is none of theirs', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      await commit(give(kitchen, ana, bo, 'moderator'), give(kitchen, ana, chidi, 'moderator'))
      const no = refused('forbidden')
      expect(
        await commit(
          give(kitchen, bo, chidi, 'reader'),
          give(kitchen, bo, ana, 'member'),
          give(kitchen, bo, bo, 'member'),
          ban(kitchen, bo, ana),
          handOver(kitchen, bo, chidi),
          give(kitchen, ana, chidi, 'member'),
          give(kitchen, bo, chidi, 'moderator'),
          retitle(kitchen, bo, 'Bo’s'),
        ),
      ).toEqual([no, no, no, no, no, expect.objectContaining({ outcome: 'applied' }), no, no])
    })

    test('outlasts another name', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const [, renamed] = await commit(
        give(kitchen, ana, bo, 'reader'),
        join(kitchen, bo, { name: 'Chidi II' }),
      )
      expect(applied(renamed)).toMatchObject([{ name: 'Chidi II', role: 'reader' }])
    })
  })

  test('[D2] a room is handed over in two changes: there is an owner all the while, and who was it moderates', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    const [handed, again] = await commit(handOver(kitchen, ana, bo), handOver(kitchen, ana, chidi))
    expect(applied(handed)).toMatchObject([
      { name: 'Bo', role: 'owner', version: 5 },
      { name: 'Ana', role: 'moderator', version: 6 },
    ])
    expect(again).toEqual(refused('forbidden'))
  })

  describe('who is banned', () => {
    test('[A77] is out under every name, until the ban is taken back', async () => {
      const { kitchen, ana, bo, roleOf } = await aKitchen()
      const [banned] = await commit(ban(kitchen, ana, bo))
      expect(applied(banned)).toMatchObject([{ role: 'banned', version: 5 }])
      const { store } = harness
      expect(await store.readStanding(bo.tokenHash, kitchen.roomId)).toBe('banned')
      expect(await store.readEntry(kitchen.roomId, [bo.tokenHash], null)).toBeNull()
      expect(await store.readPage(kitchen.roomId, { before: 5 }, 10, bo.tokenHash)).toBeNull()
      const no = refused('banned')
      expect(await commit(join(kitchen, bo), join(kitchen, bo, { name: 'Somebody' }))).toEqual([no, no])
      const [, , back] = await commit(
        ban(kitchen, ana, bo, false),
        remove(kitchen, ana, bo),
        join(kitchen, bo),
      )
      expect(applied(back)).toMatchObject([{ role: 'member' }])
      expect(await roleOf(bo)).toBe('member')
    })

    test('is listed, the last one first, until it is taken back', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const { store } = harness
      const listed = async (limit = 10) => {
        const found = await store.readBanned(kitchen.roomId, limit, ana.tokenHash)
        return found?.records.map((record) => record.kind === 'member' && `${record.name} ${record.role}`)
      }
      expect(await listed()).toEqual([])
      await commit(ban(kitchen, ana, bo), ban(kitchen, ana, chidi))
      expect(await listed()).toEqual(['Chidi banned', 'Bo banned'])
      expect(await listed(1)).toEqual(['Chidi banned'])
      expect(await store.readBanned(kitchen.roomId, 10, bo.tokenHash)).toBeNull()
      await commit(ban(kitchen, ana, chidi, false))
      expect(await listed()).toEqual(['Bo banned'])
    })

    test('keeps their name from others who would look like them', async () => {
      const { kitchen, harbour, ana, bo, chidi } = aCast()
      await commit(create(kitchen, ana), join(kitchen, bo), create(harbour, ana), ban(kitchen, ana, bo))
      expect(await commit(join(kitchen, chidi, { name: 'Bo' }))).toEqual([refused('banned')])
      const [elsewhere] = await commit(join(harbour, bo))
      expect(applied(elsewhere)).toMatchObject([{ name: 'Bo', role: 'member' }])
    })
  })

  describe('who is muted', () => {
    test('[D8] [D9] [A23] writes and reacts to nothing from the very next change on, in every reading of their record, until the time is there', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const until = AT + 60_000
      const [before, muted, no] = await commit(
        post(kitchen, bo, 'before', { at: AT }),
        mute(kitchen, ana, bo, until),
        post(kitchen, bo, 'may I', { at: AT }),
      )
      expect(applied(muted)).toMatchObject([{ name: 'Bo', sequence: 3, mutedUntil: until }])
      expect(no).toEqual(refused('muted'))
      const [said] = applied(before)
      if (said?.kind !== 'message') throw new Error('Nothing was said.')
      const about = {
        roomId: kitchen.roomId,
        messageId: said.messageId,
        memberId: bo.memberIn(kitchen),
        at: until - 1,
      }
      await harness.reopen()
      expect(
        await commit(
          { kind: 'edit-message', ...about, body: 'changed' },
          { kind: 'react', ...about, emoji: '👍', isOn: true },
          { kind: 'delete-message', ...about },
        ),
      ).toMatchObject([refused('muted'), refused('muted'), { outcome: 'applied' }])
      const { store } = harness
      const { records } = await store.readChanges(kitchen.roomId, 4, 10)
      const page = await store.readPage(kitchen.roomId, { before: 5 }, 10, bo.tokenHash)
      const entry = await store.readEntry(kitchen.roomId, [bo.tokenHash], null)
      const byId = { messageIds: [], memberIds: [bo.memberIn(kitchen)] }
      const asked = await store.readRecords(kitchen.roomId, byId, bo.tokenHash)
      const isBo = (record: { kind: string; name?: string }) =>
        record.kind === 'member' && record.name === 'Bo'
      for (const found of [
        records.find(isBo),
        page?.page.records.find(isBo),
        entry?.members.get(bo.tokenHash),
        asked?.records[0],
      ])
        expect(found).toMatchObject({ mutedUntil: until })
      expect(entry?.lastReads.get(bo.tokenHash)).toBe(3)
      const [later] = await commit(post(kitchen, bo, 'at last', { at: until }))
      expect(later).toMatchObject({ outcome: 'applied' })
    })

    test('is so under another name and after a removal, and is not any more when it is taken back; the same again changes nothing', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const until = AT + 60_000
      const [, again, , renamed, , back, ended, free] = await commit(
        mute(kitchen, ana, bo, until),
        mute(kitchen, ana, bo, until),
        give(kitchen, ana, bo, 'moderator'),
        join(kitchen, bo, { name: 'Bo II', at: AT }),
        remove(kitchen, ana, bo),
        join(kitchen, bo, { name: 'Bo II', at: AT }),
        mute(kitchen, ana, bo, AT),
        mute(kitchen, ana, bo, AT),
      )
      expect(again).toMatchObject({ outcome: 'repeated', records: [{ mutedUntil: until }] })
      expect(applied(renamed)).toMatchObject([{ name: 'Bo II', mutedUntil: until }])
      expect(applied(back)).toMatchObject([{ role: 'member', mutedUntil: until }])
      expect(applied(ended)[0]).not.toHaveProperty('mutedUntil')
      expect(free).toMatchObject({ outcome: 'repeated' })
    })

    test('is below whoever does it, and in the room', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const until = AT + 60_000
      expect(
        await commit(
          mute(kitchen, bo, chidi, until),
          mute(kitchen, bo, ana, until),
          mute(kitchen, ana, ana, until),
          remove(kitchen, ana, chidi),
          mute(kitchen, ana, chidi, until),
        ),
      ).toMatchObject([
        refused('forbidden'),
        refused('forbidden'),
        refused('forbidden'),
        { outcome: 'applied' },
        refused('not-found'),
      ])
    })
  })

  describe('settings', () => {
    test('[D8] are in the room’s record however it is read, one changed without the other, and gone when taken back', async () => {
      const { kitchen, ana } = await aKitchen()
      const [, both] = await commit(
        settle(kitchen, ana, { isLocked: true }),
        settle(kitchen, ana, { whoPosts: 'moderators' }),
      )
      const settings = { isLocked: true, whoPosts: 'moderators' }
      expect(theRoom(applied(both))).toMatchObject({ settings, version: 6 })
      await harness.reopen()
      const { store } = harness
      const read = async () => {
        const { records } = await store.readChanges(kitchen.roomId, 4, 10)
        const entry = await store.readEntry(kitchen.roomId, [ana.tokenHash], null)
        const [summary] = await store.readSummaries(ana.tokenHash, [{ roomId: kitchen.roomId, after: 0 }])
        return [theRoom(records), entry?.by === 'reset' ? entry.room : null, summary?.room]
      }
      for (const room of await read()) expect(room).toMatchObject({ settings, title: '' })
      await commit(settle(kitchen, ana, { isLocked: false, whoPosts: 'everybody' }))
      for (const room of await read()) expect(room).not.toHaveProperty('settings')
    })

    test('a locked room lets nobody new in, and nobody who was removed; who is in stays, and comes back', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const someone = { ...chidi, tokenHash: chidi.tokenHash.replace('C', 'D') as typeof chidi.tokenHash }
      const newcomer: Person = { ...someone, name: 'Ana II', memberIn: () => anotherId(kitchen) }
      const outcomes = await commit(
        settle(kitchen, ana, { isLocked: true }),
        remove(kitchen, ana, bo),
        join(kitchen, bo),
        join(kitchen, newcomer),
        join(kitchen, chidi),
      )
      expect(outcomes.slice(2)).toMatchObject([refused('locked'), refused('locked'), { outcome: 'repeated' }])
      const [, inside] = await commit(settle(kitchen, ana, { isLocked: false }), join(kitchen, newcomer))
      expect(applied(inside)).toMatchObject([{ name: 'Ana II', role: 'member' }])
    })

    test('a full room takes nobody new until somebody goes; who is in comes back, and takes another name', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const newcomer: Person = { ...aCast().ana, name: 'Ana II', memberIn: () => anotherId(kitchen) }
      const outcomes = await commit(
        settle(kitchen, ana, { capacity: 3 }),
        join(kitchen, newcomer),
        join(kitchen, bo),
        join(kitchen, bo, { name: 'Bo II' }),
        remove(kitchen, ana, chidi),
        join(kitchen, newcomer),
        join(kitchen, chidi),
        settle(kitchen, ana, { capacity: null }),
        join(kitchen, chidi),
      )
      const done = { outcome: 'applied' }
      expect(outcomes).toMatchObject([
        done,
        refused('room-full'),
        { outcome: 'repeated' },
        done,
        done,
        done,
        refused('room-full'),
        done,
        done,
      ])
      expect(theRoom(applied(outcomes[0]))).toMatchObject({ settings: { capacity: 3 } })
      expect(theRoom(applied(outcomes[7]))).not.toHaveProperty('settings')
    })

    test('what the server lets into any room holds whatever is settled for it', async () => {
      const { kitchen, ana } = await aKitchen()
      const newcomer: Person = { ...aCast().ana, name: 'Ana II', memberIn: () => anotherId(kitchen) }
      const outcomes = await commit(
        join(kitchen, newcomer, { membersMax: 3 }),
        settle(kitchen, ana, { capacity: 100 }),
        join(kitchen, newcomer, { membersMax: 3 }),
        settle(kitchen, ana, { capacity: 3 }),
        join(kitchen, newcomer, { membersMax: 100 }),
        join(kitchen, ana, { membersMax: 3 }),
        settle(kitchen, ana, { capacity: null }),
        join(kitchen, newcomer, { membersMax: 4 }),
      )
      const done = { outcome: 'applied' }
      const full = refused('room-full')
      expect(outcomes).toMatchObject([full, done, full, done, full, { outcome: 'repeated' }, done, done])
    })

    test('whoever may not come in learns no name; only the owner says how many may', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const newcomer: Person = { ...aCast().ana, name: 'Ana II', memberIn: () => anotherId(kitchen) }
      await commit(settle(kitchen, ana, { capacity: 2 }), give(kitchen, ana, bo, 'moderator'))
      expect(
        await commit(join(kitchen, newcomer, { name: 'Bo' }), settle(kitchen, bo, { capacity: null })),
      ).toEqual([refused('room-full'), refused('forbidden')])
    })

    test('moderators lock a room, and settle nothing else; members neither', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      await commit(give(kitchen, ana, bo, 'moderator'))
      expect(
        await commit(
          settle(kitchen, chidi, { isLocked: true }),
          settle(kitchen, bo, { whoPosts: 'moderators' }),
          settle(kitchen, bo, { isLocked: true, whoPosts: 'moderators' }),
          settle(kitchen, bo, { isLocked: true }),
        ),
      ).toMatchObject([
        refused('forbidden'),
        refused('forbidden'),
        refused('forbidden'),
        { outcome: 'applied' },
      ])
    })

    test('[A23] where moderators alone post, nobody else does', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      await commit(give(kitchen, ana, bo, 'moderator'), settle(kitchen, ana, { whoPosts: 'moderators' }))
      expect(
        await commit(post(kitchen, chidi, 'one'), post(kitchen, bo, 'two'), post(kitchen, ana, 'three')),
      ).toMatchObject([refused('forbidden'), { outcome: 'applied' }, { outcome: 'applied' }])
    })
  })
}

const anotherId = ({ roomId }: Place) => anId<MemberId>(`another-${roomId.slice(0, 12)}`)
