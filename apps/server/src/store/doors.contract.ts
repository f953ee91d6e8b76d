import { GUARD_MS, KNOCK_LIFE_MS, type KnockId, type MemberId } from '@confab/protocol'
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
  refused,
  remove,
  retitle,
  theRoom,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
const BOUNDS = { lifeMs: KNOCK_LIFE_MS, limit: 3 }
const DONE = { outcome: 'applied' }

type Settings = Omit<Extract<Change, { kind: 'change-settings' }>, 'kind' | 'roomId' | 'memberId' | 'at'>

const settle = (place: Place, person: Person, settings: Settings): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  at: NOON,
  ...settings,
})

/** Who comes into a room that does not let everybody in who has its code. */
export function doorsContract(harness: Harness): void {
  const commit = (...changes: Change[]) => harness.store.commit(changes)
  const doors = () => harness.store.doors

  /** Ana's kitchen, with Bo in it. Chidi has the code. */
  async function aKitchen(settings?: Settings) {
    const { kitchen, ana, bo, chidi } = aCast()
    await commit(create(kitchen, ana), join(kitchen, bo))
    if (settings) await commit(settle(kitchen, ana, settings))
    let knocks = 0
    const knock = (person: Person, name = person.name, askedAt = NOON) => {
      const knockId = anId<KnockId>(`${person.name}-${++knocks}`)
      return doors().knock(kitchen.roomId, person.tokenHash, { knockId, name, askedAt }, BOUNDS)
    }
    const waiting = async (person = ana, after = NOON - KNOCK_LIFE_MS) =>
      doors().readKnocks(kitchen.roomId, person.tokenHash, after)
    const answer = async (isLetIn: boolean, person = ana, at = NOON) => {
      const [first] = (await waiting()) ?? []
      const knockId = first?.knockId ?? anId<KnockId>('nobody')
      const after = at - KNOCK_LIFE_MS
      return doors().answer(kitchen.roomId, person.tokenHash, { knockId, isLetIn, after, at })
    }
    return { kitchen, ana, bo, chidi, knock, waiting, answer }
  }

  test('before anybody enters, it is told what was settled, and who leads: owners first', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    expect(await doors().readPlate(kitchen.roomId, 5)).toEqual({
      title: '',
      settings: {},
      leaders: ['Ana'],
      leadersCount: 1,
    })
    await commit(
      retitle(kitchen, ana, 'Kitchen crew'),
      join(kitchen, chidi),
      settle(kitchen, ana, { keptHours: 24, whoPosts: 'moderators' }),
    )
    const lead = (person: Person): Change => ({
      kind: 'set-role',
      roomId: kitchen.roomId,
      memberId: person.memberIn(kitchen),
      actorId: ana.memberIn(kitchen),
      role: 'moderator',
      at: NOON,
    })
    await commit(lead(chidi), lead(bo))
    await harness.reopen()
    const plate = {
      title: 'Kitchen crew',
      settings: { keptHours: 24, whoPosts: 'moderators' },
      leadersCount: 3,
    }
    expect(await doors().readPlate(kitchen.roomId, 5)).toEqual({ ...plate, leaders: ['Ana', 'Bo', 'Chidi'] })
    expect(await doors().readPlate(kitchen.roomId, 1)).toEqual({ ...plate, leaders: ['Ana'] })
    await commit(remove(kitchen, ana, bo))
    expect((await doors().readPlate(kitchen.roomId, 5))?.leaders).toEqual(['Ana', 'Chidi'])
    expect(await doors().readPlate(aCast().kitchen.roomId, 5)).toBeNull()
  })

  describe('a password', () => {
    test('is asked of who is new, by the version that brought it; who is in stays, and comes back', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const [settled, ...came] = await commit(
        settle(kitchen, ana, { entry: 'password', passwordHash: 'one' }),
        join(kitchen, chidi),
        join(kitchen, chidi, { passwordSince: 3 }),
        join(kitchen, bo),
        join(kitchen, bo, { name: 'Bo II' }),
        join(kitchen, chidi, { passwordSince: 4 }),
      )
      expect(theRoom(applied(settled))).toMatchObject({
        settings: { entry: 'password', passwordSince: 4 },
        version: 4,
      })
      const no = refused('password-needed')
      expect(came).toMatchObject([no, no, { outcome: 'repeated' }, DONE, DONE])
      await harness.reopen()
      expect(await doors().readPassword(kitchen.roomId)).toEqual({ hash: 'one', since: 4 })
    })

    test('that is changed is another: the one before opens nothing, and whoever came by it stays', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen({ entry: 'password', passwordHash: 'one' })
      const outcomes = await commit(
        join(kitchen, chidi, { passwordSince: 4 }),
        settle(kitchen, ana, { passwordHash: 'two' }),
        remove(kitchen, ana, bo),
        join(kitchen, bo, { passwordSince: 4 }),
        join(kitchen, chidi),
        join(kitchen, bo, { passwordSince: 6 }),
      )
      expect(outcomes.slice(3)).toMatchObject([refused('password-needed'), { outcome: 'repeated' }, DONE])
      expect(await doors().readPassword(kitchen.roomId)).toEqual({ hash: 'two', since: 6 })
    })

    test('is in no record, and none is asked for where there is none', async () => {
      const { kitchen, ana } = await aKitchen()
      expect(await commit(settle(kitchen, ana, { entry: 'password' }))).toEqual([refused('invalid')])
      expect(await doors().readPassword(kitchen.roomId)).toBeNull()
      await commit(settle(kitchen, ana, { passwordHash: 'a-canary' }))
      const entry = await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)
      expect(JSON.stringify(entry)).not.toContain('a-canary')
    })
  })

  test('another code is a change of the room: the one before leads nowhere, and lets in nobody who is new', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    const code = 'zyx7654321' as typeof kitchen.code
    const change = (person: Person): Change => ({
      kind: 'change-code',
      roomId: kitchen.roomId,
      memberId: person.memberIn(kitchen),
      code,
      at: NOON,
    })
    const [no, changed, again, ...came] = await commit(
      change(bo),
      change(ana),
      change(ana),
      join(kitchen, chidi, { code: kitchen.code }),
      join(kitchen, bo, { code: kitchen.code }),
      join(kitchen, chidi, { code }),
    )
    expect(no).toEqual(refused('forbidden'))
    expect(theRoom(applied(changed))).toMatchObject({ code, version: 4 })
    expect(again).toMatchObject({ outcome: 'repeated' })
    expect(came).toMatchObject([refused('not-found'), { outcome: 'repeated' }, DONE])
    await harness.reopen()
    expect(await harness.store.findRoom(kitchen.code)).toBeNull()
    expect(await harness.store.findRoom(code)).toBe(kitchen.roomId)
  })

  describe('where a banned member came from', () => {
    const HERE = 'the-hash-of-an-address'
    const bounds = { at: NOON, lifeMs: 1_000, limit: 2 }
    const ban = (place: Place, by: Person, whom: Person, isBanned = true): Change => ({
      kind: 'ban-member',
      roomId: place.roomId,
      memberId: whom.memberIn(place),
      actorId: by.memberIn(place),
      isBanned,
      at: NOON,
    })

    test('is barred while the ban lasts and is young, in that room alone, and over a restart', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const { kitchen: other, ana: someone } = aCast()
      await commit(create(other, someone), ban(kitchen, ana, bo))
      const isBarred = (after = NOON - 1_000, place = kitchen, hash = HERE) =>
        doors().isBarred(place.roomId, hash, after)
      expect(await isBarred()).toBe(false)
      await doors().barAddress(kitchen.roomId, bo.memberIn(kitchen), HERE, bounds)
      await harness.reopen()
      expect(await isBarred()).toBe(true)
      expect(await isBarred(NOON)).toBe(false)
      expect(await isBarred(NOON - 1_000, other)).toBe(false)
      expect(await isBarred(NOON - 1_000, kitchen, 'another')).toBe(false)
      await commit(ban(kitchen, ana, bo, false))
      expect(await isBarred()).toBe(false)
      // Another ban, which did not ask for it.
      await commit(ban(kitchen, ana, bo))
      expect(await isBarred()).toBe(false)
      await doors().barAddress(kitchen.roomId, bo.memberIn(kitchen), HERE, bounds)
      expect(await isBarred()).toBe(true)
    })

    test('is not for one who is not banned; the oldest go above the limit', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const memberId = bo.memberIn(kitchen)
      const isBarred = (hash: string) => doors().isBarred(kitchen.roomId, hash, NOON - 1_000)
      await doors().barAddress(kitchen.roomId, memberId, HERE, bounds)
      expect(await isBarred(HERE)).toBe(false)
      await commit(ban(kitchen, ana, bo))
      for (const [later, hash] of ['one', 'two', 'three'].entries())
        await doors().barAddress(kitchen.roomId, memberId, hash, { ...bounds, at: NOON + later })
      expect(await Promise.all(['one', 'two', 'three'].map(isBarred))).toEqual([false, true, true])
    })
  })

  describe('a raid', () => {
    test('[A76] a guarded room has whoever is new knock, password or not, and is as it was after an hour', async () => {
      const { kitchen, ana, chidi, knock, answer } = await aKitchen({
        entry: 'password',
        passwordHash: 'one',
      })
      const [guarded, ...no] = await commit(
        settle(kitchen, ana, { isGuarded: true }),
        join(kitchen, chidi),
        join(kitchen, chidi, { passwordSince: 4 }),
      )
      expect(theRoom(applied(guarded))).toMatchObject({ settings: { guardedUntil: NOON + GUARD_MS } })
      expect(no).toEqual([refused('knock-needed'), refused('knock-needed')])
      await knock(chidi)
      await answer(true)
      const someone: Person = { ...aCast().bo, name: 'Bo II' }
      const later = { at: NOON + GUARD_MS }
      expect(
        await commit(join(kitchen, chidi), join(kitchen, someone, { ...later, memberId: anId('someone') })),
      ).toMatchObject([DONE, refused('password-needed')])
      const [ended] = await commit(settle(kitchen, ana, { isGuarded: false }))
      expect(theRoom(applied(ended)).settings).not.toHaveProperty('guardedUntil')
    })

    test('[D2] who came since a moment is put out in one commit, but for those who lead, and let in again by undoing it', async () => {
      const { kitchen, ana, bo, chidi } = await aKitchen()
      const since = NOON + 60_000
      const raiders = [1, 2, 3].map((n) => ({
        ...aCast().bo,
        name: `Raider ${n}`,
        id: anId<MemberId>(`raider-${n}`),
      }))
      const come = (one: (typeof raiders)[number], at = since) => join(kitchen, one, { memberId: one.id, at })
      const cleanUp = (person: Person, above: number | null = null): Change => ({
        kind: 'clean-up',
        roomId: kitchen.roomId,
        memberId: person.memberIn(kitchen),
        since,
        above,
        at: since,
      })
      await commit(join(kitchen, chidi, { at: since }), ...raiders.map((one) => come(one)))
      const banned: Change = {
        kind: 'ban-member',
        roomId: kitchen.roomId,
        memberId: anId('raider-1'),
        actorId: ana.memberIn(kitchen),
        isBanned: true,
        at: since,
      }
      const [, , no, cleaned, again] = await commit(
        banned,
        {
          kind: 'set-role',
          roomId: kitchen.roomId,
          memberId: chidi.memberIn(kitchen),
          actorId: ana.memberIn(kitchen),
          role: 'moderator',
          at: since,
        },
        cleanUp(bo),
        cleanUp(chidi),
        cleanUp(chidi),
      )
      expect(no).toEqual(refused('forbidden'))
      expect(applied(cleaned)).toMatchObject([
        { name: 'Raider 3', role: 'banned', version: 10 },
        { name: 'Raider 2', role: 'banned', version: 11 },
      ])
      expect(again).toMatchObject({ outcome: 'repeated' })
      const [out, undone, back, stillOut] = await commit(
        ...raiders.slice(2).map((one) => come(one)),
        cleanUp(ana, 9),
        ...raiders.slice(2).map((one) => come(one)),
        ...raiders.slice(0, 1).map((one) => come(one)),
      )
      expect(out).toEqual(refused('banned'))
      expect(applied(undone)).toMatchObject([
        { name: 'Raider 3', role: 'member', version: 12 },
        { name: 'Raider 2', role: 'member', version: 13 },
      ])
      expect(back).toMatchObject({ outcome: 'repeated' })
      expect(stillOut).toEqual(refused('banned'))
    })

    test('[A85] undoing a clean-up makes nobody more than they were, and lets nobody in whom somebody banned', async () => {
      const { kitchen, ana, bo } = await aKitchen()
      const since = NOON + 60_000
      const at = since
      const came = ['Reader', 'Member', 'Shouter', 'Muted'].map((name) => ({
        ...aCast().bo,
        name,
        id: anId<MemberId>(name.toLowerCase()),
      }))
      const [reader, , shouter, muted] = came.map(({ id }) => id) as [MemberId, MemberId, MemberId, MemberId]
      const by = { roomId: kitchen.roomId, actorId: ana.memberIn(kitchen), at }
      const cleanUp = (above: number | null): Change => ({
        kind: 'clean-up',
        roomId: kitchen.roomId,
        memberId: ana.memberIn(kitchen),
        since,
        above,
        at,
      })
      const come = (one: (typeof came)[number]) => join(kitchen, one, { memberId: one.id, at })
      await commit(...came.filter(({ id }) => id !== shouter).map(come))
      const [, , cleaned] = await commit(
        { kind: 'set-role', ...by, memberId: reader, role: 'reader' },
        { kind: 'mute-member', ...by, memberId: muted, until: at + 600_000 },
        cleanUp(null),
      )
      expect(applied(cleaned)).toHaveLength(3)
      const above = 8
      await commit(...came.filter(({ id }) => id === shouter).map(come))
      // One of them was let in again by hand, and banned by hand.
      const again = came[1] as (typeof came)[number]
      const ban = (memberId: MemberId, isBanned: boolean): Change => ({
        kind: 'ban-member',
        ...by,
        memberId,
        isBanned,
      })
      await commit(ban(shouter, true), ban(again.id, false), come(again), ban(again.id, true))
      await harness.reopen()
      const [undone] = await commit(cleanUp(above))
      const records = applied(undone)
      expect(records).toMatchObject([
        { name: 'Muted', role: 'member', mutedUntil: at + 600_000 },
        { name: 'Reader', role: 'reader' },
      ])
      for (const record of records) expect(record).not.toHaveProperty('putOutAs')
      const found = await harness.store.readRecords(
        kitchen.roomId,
        { messageIds: [], memberIds: [shouter, again.id] },
        bo.tokenHash,
      )
      for (const record of found?.records ?? []) expect(record).toMatchObject({ role: 'banned' })
      expect(found?.records).toHaveLength(2)
      expect(await commit(cleanUp(above))).toMatchObject([{ outcome: 'repeated' }])
    })
  })

  describe('a knock', () => {
    test('waits with those who lead, the longest first, until somebody is let in, once', async () => {
      const { kitchen, ana, bo, chidi, knock, waiting, answer } = await aKitchen({ entry: 'knock' })
      expect(await commit(join(kitchen, chidi))).toEqual([refused('knock-needed')])
      expect(await knock(chidi)).toBe('done')
      expect(await knock(chidi, 'Chidi II', NOON + 5)).toBe('done')
      await harness.reopen()
      expect(await waiting()).toEqual([{ knockId: anId('Chidi-1'), name: 'Chidi II', askedAt: NOON }])
      expect(await waiting(bo)).toBeNull()
      expect(await waiting(chidi)).toBeNull()
      expect(await answer(true, bo)).toBe('forbidden')
      expect(await answer(true)).toBe('done')
      expect(await answer(true)).toBe('not-found')
      expect(await waiting()).toEqual([])
      const outcomes = await commit(
        join(kitchen, chidi, { name: 'Bo' }),
        join(kitchen, chidi),
        remove(kitchen, ana, chidi),
        join(kitchen, chidi),
      )
      expect(outcomes).toMatchObject([refused('name-taken'), DONE, DONE, refused('knock-needed')])
    })

    test('that is not answered, is refused or was long ago lets nobody in, and another after a no is not seen', async () => {
      const { kitchen, chidi, knock, waiting, answer } = await aKitchen({ entry: 'knock' })
      await knock(chidi)
      const no = [refused('knock-needed')]
      expect(await commit(join(kitchen, chidi))).toEqual(no)
      expect(await answer(false)).toBe('done')
      expect(await knock(chidi)).toBe('done')
      expect(await waiting()).toEqual([])
      expect(await commit(join(kitchen, chidi))).toEqual(no)
      const later = NOON + KNOCK_LIFE_MS
      await knock(chidi, 'Chidi', later)
      expect(await answer(true, undefined, later)).toBe('done')
      expect(await commit(join(kitchen, chidi, { at: later + KNOCK_LIFE_MS }))).toEqual(no)
      expect(await commit(join(kitchen, chidi, { at: later + KNOCK_LIFE_MS - 1 }))).toMatchObject([DONE])
    })

    test('[D10] [A75] one more than may wait is told so; one who goes away makes a place, and so does time', async () => {
      const { kitchen, chidi, knock, waiting } = await aKitchen({ entry: 'knock' })
      const crowd = [1, 2, 3].map(() => ({ ...aCast().bo }))
      for (const one of crowd) expect(await knock(one)).toBe('done')
      expect(await knock(chidi)).toBe('full')
      await doors().withdraw(kitchen.roomId, (crowd[0] ?? chidi).tokenHash)
      expect(await knock(chidi)).toBe('done')
      expect(await waiting()).toHaveLength(3)
      expect(await waiting(undefined, NOON)).toEqual([])
      expect(await knock(aCast().ana, 'Ana', NOON + KNOCK_LIFE_MS)).toBe('done')
      expect(await waiting()).toHaveLength(1)
      expect(
        await doors().knock(
          aCast().kitchen.roomId,
          chidi.tokenHash,
          { knockId: anId('x'), name: 'x', askedAt: NOON },
          BOUNDS,
        ),
      ).toBe('not-found')
    })
  })
}
