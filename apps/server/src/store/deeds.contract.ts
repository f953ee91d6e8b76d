import { type Deed, KNOCK_LIFE_MS, type KnockId, type MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import { DEEDS_KEPT_MAX } from '../limits.ts'
import type { Change } from './store.ts'
import {
  create,
  erase,
  idOf,
  join,
  type Person,
  type Place,
  pin,
  post,
  remove,
  retitle,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { aTalk } from './testing/talk.ts'

const NOON = 1_700_000_000_000
const HOUR_MS = 3_600_000

type Fields<Kind extends Change['kind']> = Omit<Extract<Change, { kind: Kind }>, 'kind' | 'roomId' | 'at'>

const inRoom = <Kind extends Change['kind']>(
  kind: Kind,
  { roomId }: Place,
  fields: Fields<Kind>,
  at = NOON,
) => ({ kind, roomId, at, ...fields }) as unknown as Change

type Scene = { kitchen: Place; ana: Person; bo: Person; chidi: Person; message: Change }
type Case = {
  name: string
  /** What has to be so before. */
  given?: (scene: Scene) => Change[]
  done: (scene: Scene) => Change
  kind: Deed['kind']
  whom?: 'bo'
  detail?: Deed['detail']
  by?: 'operator'
}

const settle =
  (settings: Omit<Fields<'change-settings'>, 'memberId'>) =>
  ({ kitchen, ana }: Scene) =>
    inRoom('change-settings', kitchen, { memberId: ana.memberIn(kitchen), ...settings })
const over =
  <Kind extends 'set-role' | 'ban-member' | 'mute-member' | 'hand-over'>(kind: Kind, fields: object = {}) =>
  ({ kitchen, ana, bo }: Scene) =>
    inRoom(kind, kitchen, {
      memberId: bo.memberIn(kitchen),
      actorId: ana.memberIn(kitchen),
      ...fields,
    } as unknown as Fields<Kind>)
const cleanUp =
  (above: number | null) =>
  ({ kitchen, ana }: Scene) =>
    inRoom('clean-up', kitchen, { memberId: ana.memberIn(kitchen), since: NOON, above })
const many =
  (kind: 'erase-messages' | 'restore-messages', isOfBo = false) =>
  ({ kitchen, ana, bo, message }: Scene) =>
    inRoom(kind, kitchen, {
      memberId: ana.memberIn(kitchen),
      messageIds: [idOf(message)],
      ...(isOfBo && { of: bo.memberIn(kitchen) }),
    })
const changeCode = ({ kitchen, ana }: Scene) =>
  inRoom('change-code', kitchen, {
    memberId: ana.memberIn(kitchen),
    code: `new${kitchen.code.slice(3)}` as Place['code'],
  })

/** Every kind of change with which somebody does something over others, or over the room. */
const DEEDS: Case[] = [
  {
    name: 'a role given',
    done: over('set-role', { role: 'moderator' }),
    kind: 'set-role',
    whom: 'bo',
    detail: { role: 'moderator' },
  },
  {
    name: 'a code for its owner',
    done: ({ kitchen, ana }) =>
      inRoom('set-owner-code', kitchen, { memberId: ana.memberIn(kitchen), codeHash: 'a-hash' }),
    kind: 'set-owner-code',
  },
  { name: 'the room handed over', done: over('hand-over'), kind: 'hand-over', whom: 'bo' },
  {
    name: 'somebody removed',
    done: ({ kitchen, ana, bo }) => remove(kitchen, ana, bo),
    kind: 'remove-member',
    whom: 'bo',
  },
  { name: 'somebody banned', done: over('ban-member', { isBanned: true }), kind: 'ban-member', whom: 'bo' },
  {
    name: 'a ban lifted',
    given: (scene) => [over('ban-member', { isBanned: true })(scene)],
    done: over('ban-member', { isBanned: false }),
    kind: 'lift-ban',
    whom: 'bo',
  },
  {
    name: 'somebody muted',
    done: over('mute-member', { until: NOON + HOUR_MS }),
    kind: 'mute-member',
    whom: 'bo',
    detail: { until: NOON + HOUR_MS },
  },
  {
    name: 'somebody let speak again',
    given: (scene) => [over('mute-member', { until: NOON + HOUR_MS })(scene)],
    done: over('mute-member', { until: 0 }),
    kind: 'unmute-member',
    whom: 'bo',
  },
  ...(
    [
      [{ isLocked: true }, { isLocked: true }],
      [{ whoPosts: 'moderators' }, { whoPosts: 'moderators' }],
      [{ whoExports: 'members' }, { whoExports: 'members' }],
      [{ entry: 'knock' }, { entry: 'knock' }],
      [{ capacity: 12 }, { capacity: 12 }],
      [{ slowMs: 30_000 }, { slowMs: 30_000 }],
      [{ keptHours: 24 }, { keptHours: 24 }],
      [
        { entry: 'password', passwordHash: 'hush-hush' },
        { entry: 'password', isPasswordNew: true },
      ],
    ] as const
  ).map(
    ([asked, settings]): Case => ({
      name: `settled: ${Object.keys(asked)}`,
      done: settle(asked),
      kind: 'change-settings',
      detail: { settings },
    }),
  ),
  {
    name: 'settled no more, and what stays as it was is not told',
    given: (scene) => [settle({ capacity: 12, slowMs: 30_000, isLocked: true })(scene)],
    done: settle({ capacity: null, slowMs: 30_000, isLocked: false }),
    kind: 'change-settings',
    detail: { settings: { capacity: null, isLocked: false } },
  },
  {
    name: 'the raid switch off',
    given: (scene) => [settle({ isGuarded: true })(scene)],
    done: settle({ isGuarded: false }),
    kind: 'change-settings',
    detail: { settings: { guardedUntil: null } },
  },
  { name: 'a new code', done: changeCode, kind: 'change-code' },
  {
    name: 'a new title',
    done: ({ kitchen, ana }) => retitle(kitchen, ana, 'Toad hall'),
    kind: 'change-room',
  },
  { name: 'a clean-up', done: cleanUp(null), kind: 'clean-up', detail: { count: 2 } },
  {
    name: 'a clean-up undone',
    given: (scene) => [cleanUp(null)(scene)],
    done: cleanUp(1),
    kind: 'undo-clean-up',
    detail: { count: 2 },
  },
  {
    name: 'somebody’s messages erased',
    done: many('erase-messages', true),
    kind: 'erase-messages',
    whom: 'bo',
    detail: { count: 1 },
  },
  { name: 'messages erased', done: many('erase-messages'), kind: 'erase-messages', detail: { count: 1 } },
  {
    name: 'messages brought back',
    given: (scene) => [many('erase-messages')(scene)],
    done: many('restore-messages'),
    kind: 'restore-messages',
    detail: { count: 1 },
  },
  {
    name: 'somebody else’s message deleted',
    done: ({ kitchen, ana, message }) => erase(kitchen, ana, message),
    kind: 'delete-message',
    whom: 'bo',
  },
  {
    name: 'a message pinned',
    done: ({ kitchen, ana, message }) => pin(kitchen, ana, message),
    kind: 'pin-message',
  },
  {
    name: 'a message unpinned',
    given: ({ kitchen, ana, message }) => [pin(kitchen, ana, message)],
    done: ({ kitchen, ana, message }) => pin(kitchen, ana, message, false),
    kind: 'unpin-message',
  },
  {
    name: 'the room closed by whoever runs the server',
    done: ({ kitchen }) => inRoom('close-room', kitchen, { isLocked: true }),
    kind: 'change-settings',
    detail: { settings: { isLocked: true } },
    by: 'operator',
  },
  {
    name: 'a ban lifted by whoever runs the server',
    given: (scene) => [over('ban-member', { isBanned: true })(scene)],
    done: ({ kitchen, bo }) => inRoom('lift-ban', kitchen, { memberId: bo.memberIn(kitchen) }),
    kind: 'lift-ban',
    whom: 'bo',
    by: 'operator',
  },
]

/** Kinds of changes that people make for themselves, or that time makes. */
const NO_DEEDS = [
  'create-room',
  'join-room',
  'post-message',
  'edit-message',
  'react',
  'expire-messages',
] as const

/** What leaders did, written with what they did. */
export function deedsContract(harness: Harness): void {
  const { commit, aRoomWithAMessage } = aTalk(harness)
  const read = async ({ roomId }: Place, { tokenHash }: Person, before: number | null = null, limit = 50) =>
    harness.store.deeds.read(roomId, tokenHash, { before, limit })

  /** Ana’s kitchen, with Bo, who said something, and Chidi. */
  async function aKitchen() {
    const scene = await aRoomWithAMessage('a secret recipe')
    await commit(join(scene.kitchen, scene.chidi))
    return scene
  }

  describe.each(DEEDS)('$name', ({ given, done, kind, whom, detail = {}, by }) => {
    test('leaves one entry, however often it is sent', async () => {
      const isAnew = detail.settings?.isPasswordNew === true || kind === 'set-owner-code'
      const scene = await aKitchen()
      const { kitchen, ana, bo } = scene
      const before = given?.(scene) ?? []
      await commit(...before)
      const deed = done(scene)
      // Once alone, then twice in one commit and once more later.
      const outcomes = [...(await commit(deed)), ...(await commit(deed, deed)), ...(await commit(deed))]
      const applied = outcomes.map(({ outcome }) => outcome === 'applied')
      // The same password again is another one: it is kept under another salt. And a code is set anew each time.
      expect(applied).toEqual([true, isAnew, isAnew, isAnew])
      const reader = kind === 'hand-over' ? bo : ana
      const told = await read(kitchen, reader)
      expect(told?.deeds).toHaveLength(before.length + (isAnew ? 4 : 1))
      expect(told?.deeds.find(({ deed: number }) => number === before.length + 1)).toEqual({
        deed: before.length + 1,
        at: NOON,
        by: by ? null : { memberId: ana.memberIn(kitchen), name: 'Ana' },
        kind,
        whom: whom ? { memberId: bo.memberIn(kitchen), name: 'Bo' } : null,
        detail,
      })
    })

    test('leaves none where it is refused', async () => {
      const scene = await aKitchen()
      const { kitchen, ana, chidi } = scene
      await commit(...(given?.(scene) ?? []))
      const count = (await read(kitchen, ana))?.deeds.length
      const deed = done(scene)
      // As Chidi, who leads nobody.
      const tried = JSON.parse(
        JSON.stringify(deed).replaceAll(ana.memberIn(kitchen), chidi.memberIn(kitchen)),
      ) as Change
      if (by) return expect(tried).toEqual(deed)
      for (const { outcome } of await commit(tried)) expect(outcome).toBe('refused')
      expect((await read(kitchen, ana))?.deeds).toHaveLength(count ?? 0)
    })
  })

  test('there is no kind of change that is neither told nor somebody’s own', () => {
    const scene = { kitchen: { roomId: 'k', code: 'abc' } } as unknown as Scene
    const nobody = { memberIn: () => 'm' } as unknown as Person
    const message = { kind: 'post-message', messageId: 'x' } as unknown as Change
    const told = DEEDS.map(
      ({ done }) => done({ ...scene, ana: nobody, bo: nobody, chidi: nobody, message }).kind,
    )
    const all: Record<Change['kind'], true> = {
      'create-room': true,
      'join-room': true,
      'change-code': true,
      'clean-up': true,
      'expire-messages': true,
      'close-room': true,
      'lift-ban': true,
      'change-room': true,
      'remove-member': true,
      'set-role': true,
      'ban-member': true,
      'mute-member': true,
      'hand-over': true,
      'set-owner-code': true,
      'claim-room': true,
      'change-settings': true,
      'post-message': true,
      'edit-message': true,
      'delete-message': true,
      'erase-messages': true,
      'restore-messages': true,
      react: true,
      'pin-message': true,
    }
    // A room taken by its code is told too: the contract of ownership says how.
    expect(new Set([...told, 'claim-room', ...NO_DEEDS])).toEqual(new Set(Object.keys(all)))
  })

  test('what people do for themselves is not told', async () => {
    const { kitchen, ana, bo, message } = await aKitchen()
    const own = post(kitchen, ana, 'mine', { messageId: anId<MessageId>('mine') })
    await commit(own, erase(kitchen, ana, own), erase(kitchen, bo, message))
    expect(await read(kitchen, ana)).toEqual({ deeds: [], next: null })
  })

  test('the raid switch is told with when it ends by itself', async () => {
    const scene = await aKitchen()
    await commit(settle({ isGuarded: true })(scene))
    const told = await read(scene.kitchen, scene.ana)
    const until = told?.deeds[0]?.detail.settings?.guardedUntil ?? 0
    expect(until).toBeGreaterThan(NOON)
  })

  test('an answer to a knock is told once, with the name of whoever knocked', async () => {
    const scene = await aKitchen()
    const { kitchen, ana } = scene
    await commit(settle({ entry: 'knock' })(scene))
    for (const [i, isLetIn] of [true, false].entries()) {
      const knock = { knockId: anId<KnockId>(`knock-${i}`), name: `Dara ${i}`, askedAt: NOON }
      const tokenHash = `${i}dara`.padEnd(64, '0') as Person['tokenHash']
      const bounds = { lifeMs: KNOCK_LIFE_MS, limit: 100 }
      expect(await harness.store.doors.knock(kitchen.roomId, tokenHash, knock, bounds)).toBe('done')
      const answer = { knockId: knock.knockId, isLetIn, after: NOON - 1, at: NOON + 1 }
      const { doors } = harness.store
      expect(await doors.answer(kitchen.roomId, scene.bo.tokenHash, answer)).toBe('forbidden')
      expect(await doors.answer(kitchen.roomId, ana.tokenHash, answer)).toBe('done')
      expect(await doors.answer(kitchen.roomId, ana.tokenHash, answer)).toBe('not-found')
    }
    expect((await read(kitchen, ana))?.deeds).toMatchObject([
      {
        deed: 3,
        at: NOON + 1,
        by: { name: 'Ana' },
        kind: 'turn-away',
        whom: null,
        detail: { name: 'Dara 1' },
      },
      { deed: 2, kind: 'let-in', detail: { name: 'Dara 0' } },
      { deed: 1, kind: 'change-settings' },
    ])
  })

  test('[A100] only who leads the room reads it, at that moment', async () => {
    const scene = await aKitchen()
    const { kitchen, ana, bo, chidi } = scene
    await commit(create(scene.harbour, bo), over('set-role', { role: 'moderator' })(scene))
    expect((await read(kitchen, bo))?.deeds).toHaveLength(1)
    // A member, and the owner of another room.
    expect(await read(kitchen, chidi)).toBeNull()
    expect(await read(scene.harbour, ana)).toBeNull()
    expect((await read(scene.harbour, bo))?.deeds).toEqual([])
    await commit(remove(kitchen, ana, bo))
    expect(await read(kitchen, bo)).toBeNull()
    await harness.store.revokeToken(ana.tokenHash)
    expect(await read(kitchen, ana)).toBeNull()
  })

  test('neither a password nor what was written stands in it', async () => {
    const scene = await aKitchen()
    const { kitchen, ana, message } = scene
    await commit(
      settle({ entry: 'password', passwordHash: 'hush-hush' })(scene),
      retitle(kitchen, ana, 'Toad hall'),
      many('erase-messages')(scene),
      many('restore-messages')(scene),
      erase(kitchen, ana, message),
    )
    const told = JSON.stringify(await read(kitchen, ana))
    expect(told).toContain('isPasswordNew')
    for (const words of ['hush-hush', 'secret recipe', 'Toad hall']) expect(told).not.toContain(words)
  })

  test('is read by pages, the newest first, with names as they are now', async () => {
    const scene = await aKitchen()
    const { kitchen, ana, bo } = scene
    for (let hours = 1; hours <= 5; hours++)
      await commit(over('mute-member', { until: NOON + hours * HOUR_MS })(scene))
    await commit(join(kitchen, bo, { name: 'Bosun' }))
    await harness.reopen()
    const first = await read(kitchen, ana, null, 2)
    expect(first?.deeds.map(({ deed }) => deed)).toEqual([5, 4])
    expect(first?.deeds[0]?.whom?.name).toBe('Bosun')
    const second = await read(kitchen, ana, first?.next ?? 0, 2)
    expect(second?.deeds.map(({ deed }) => deed)).toEqual([3, 2])
    const last = await read(kitchen, ana, second?.next ?? 0, 2)
    expect(last).toMatchObject({ deeds: [{ deed: 1 }], next: null })
  })

  test('deeds of one commit, in several rooms, are told in their order', async () => {
    const scene = await aKitchen()
    const { kitchen, harbour, ana, bo, message } = scene
    await commit(
      create(harbour, ana),
      pin(kitchen, ana, message),
      retitle(harbour, ana, 'Ships'),
      pin(kitchen, ana, message, false),
      retitle(kitchen, ana, 'Pots'),
      remove(kitchen, ana, bo),
    )
    const kinds = async (place: Place) =>
      (await read(place, ana))?.deeds.map(({ deed, kind }) => [deed, kind])
    expect(await kinds(kitchen)).toEqual([
      [4, 'remove-member'],
      [3, 'change-room'],
      [2, 'unpin-message'],
      [1, 'pin-message'],
    ])
    expect(await kinds(harbour)).toEqual([[1, 'change-room']])
  })

  test('what was done too long ago is purged, and the room tells on', async () => {
    const scene = await aKitchen()
    const { kitchen, ana, message } = scene
    await commit({ ...pin(kitchen, ana, message), at: NOON + 1 } as Change)
    await commit({ ...pin(kitchen, ana, message, false), at: NOON + 2 } as Change)
    await harness.store.deeds.purge(NOON)
    expect((await read(kitchen, ana))?.deeds).toHaveLength(2)
    await harness.store.deeds.purge(NOON + 1)
    expect((await read(kitchen, ana))?.deeds).toMatchObject([{ kind: 'unpin-message' }])
    await harness.store.deeds.purge(NOON + 2)
    expect((await read(kitchen, ana))?.deeds).toEqual([])
    await commit({ ...pin(kitchen, ana, message), at: NOON + 3 } as Change)
    expect((await read(kitchen, ana))?.deeds).toHaveLength(1)
  })

  test('[D10] a room keeps so many, the newest', async () => {
    const { kitchen, ana, message } = await aKitchen()
    const both = [pin(kitchen, ana, message), pin(kitchen, ana, message, false)]
    const step = Array.from({ length: 500 }, () => both).flat()
    for (let done = 0; done < DEEDS_KEPT_MAX; done += step.length) await commit(...step)
    expect((await read(kitchen, ana, 2))?.deeds).toMatchObject([{ deed: 1 }])
    await commit(...both)
    expect(await read(kitchen, ana, 4)).toMatchObject({ deeds: [{ deed: 3 }], next: null })
  }, 60_000)

  test('goes with a room that is deleted', async () => {
    const { kitchen, ana, message } = await aKitchen()
    await commit(pin(kitchen, ana, message))
    await harness.store.operator.deleteRoom(kitchen.roomId, NOON)
    expect(await read(kitchen, ana)).toBeNull()
    for (;;) if ((await harness.store.operator.eraseDeleted(1_000)) !== 'more') break
    // The same room made anew has none of it.
    await commit(create(kitchen, ana))
    expect(await read(kitchen, ana)).toEqual({ deeds: [], next: null })
  })
}
