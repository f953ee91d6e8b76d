import { type AttentionLevel, type MemberId, type MessageId, mentionToken } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { aCast, create, idOf, join, type Person, type Place, post, remove, retitle } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
const PLENTY = { limit: 10, roomsMax: 100 }
let endpoints = 0

/** A browser as its push service names it, at an endpoint nobody else has. */
const aSubscription = (language = 'en') => ({
  endpoint: `https://fcm.googleapis.com/fcm/send/${++endpoints}`,
  p256dh: 'B'.padEnd(87, 'k'),
  auth: 'a'.padEnd(22, 'u'),
  language,
})

/** What a store keeps of who wants to be called for what, and how. */
export function attentionContract(harness: Harness): void {
  const table = () => harness.store.attention
  const setLevel = ({ roomId }: Place, { tokenHash }: Person, level: AttentionLevel, limit = 100) =>
    table().setLevel(tokenHash, roomId, level, limit)
  const ignore = (
    { roomId, ...place }: Place,
    { tokenHash }: Person,
    whom: Person,
    isIgnored = true,
    limit = 100,
  ) =>
    table().setIgnored(tokenHash, roomId, { memberId: whom.memberIn({ roomId, ...place }), isIgnored }, limit)
  const subscribe = async ({ tokenHash }: Person, subscription = aSubscription(), at = NOON) => {
    expect(await table().subscribe(tokenHash, subscription, { at, ...PLENTY })).toBe(true)
    return subscription
  }
  const toAll = async ({ roomId }: Place, now = NOON) =>
    (await table().readListeners(roomId, { level: 'all', after: 0, limit: 100 }, now)).listeners
  const addressed = async (place: Place, people: readonly Person[], now = NOON) => {
    const memberIds = people.map((person) => person.memberIn(place))
    return (await table().readListeners(place.roomId, { level: 'mentions', memberIds }, now)).listeners
  }
  const ids = (listeners: readonly { memberId: string }[]) => listeners.map(({ memberId }) => memberId)

  /** Ana's kitchen with Bo and Chidi in it, and Bo's harbour. */
  async function aKitchen() {
    const cast = aCast()
    const { kitchen, harbour, ana, bo, chidi } = cast
    await harness.store.commit([
      create(kitchen, ana),
      join(kitchen, bo),
      join(kitchen, chidi),
      create(harbour, bo),
    ])
    return cast
  }

  test('levels and quiet are kept for an identity, and are there after a restart', async () => {
    const { kitchen, harbour, ana, bo } = await aKitchen()
    expect(await setLevel(kitchen, bo, 'mentions')).toBe('done')
    expect(await setLevel(harbour, bo, 'none')).toBe('done')
    expect(await setLevel(kitchen, bo, 'none')).toBe('done')
    expect(await table().setQuiet(bo.tokenHash, NOON)).toBe(true)
    await harness.reopen()
    const { levels, ...rest } = await table().read(bo.tokenHash)
    expect(rest).toEqual({ ignored: [], quietUntil: NOON, isSubscribed: false })
    expect(new Map(levels.map(({ roomId, level }) => [roomId, level]))).toEqual(
      new Map([
        [kitchen.roomId, 'none'],
        [harbour.roomId, 'none'],
      ]),
    )
    await setLevel(kitchen, bo, 'all')
    await setLevel(harbour, bo, 'all')
    await table().setQuiet(bo.tokenHash, null)
    expect(await table().read(bo.tokenHash)).toEqual({
      levels: [],
      ignored: [],
      quietUntil: null,
      isSubscribed: false,
    })
    expect(await table().read(ana.tokenHash)).toEqual({
      levels: [],
      ignored: [],
      quietUntil: null,
      isSubscribed: false,
    })
  })

  test('[D9] whoever is no member sets no level, and whoever is nobody sets nothing', async () => {
    const { kitchen, harbour, ana, bo, chidi } = await aKitchen()
    await harness.store.commit([remove(kitchen, ana, chidi)])
    expect(await setLevel(kitchen, chidi, 'none')).toBe('forbidden')
    expect(await setLevel(harbour, ana, 'none')).toBe('forbidden')
    const nobody = aCast().ana
    expect(await setLevel(kitchen, nobody, 'none')).toBe('forbidden')
    expect(await table().setQuiet(nobody.tokenHash, NOON)).toBe(false)
    expect(await table().subscribe(nobody.tokenHash, aSubscription(), { at: 0, ...PLENTY })).toBe(false)
    await table().unsubscribe(nobody.tokenHash, 'https://fcm.googleapis.com/fcm/send/x')
    expect(await table().read(nobody.tokenHash)).toMatchObject({ levels: [], isSubscribed: false })
    expect(await toAll(kitchen)).toEqual([])
    expect(
      await table().readListeners(aCast().kitchen.roomId, { level: 'all', after: 0, limit: 9 }, 0),
    ).toEqual({
      listeners: [],
      next: null,
    })
    expect(await setLevel(kitchen, bo, 'none')).toBe('done')
  })

  test('whom one ignores is kept for an identity, there after a restart, and is told nobody else', async () => {
    const { kitchen, harbour, ana, bo, chidi } = await aKitchen()
    await harness.store.commit([join(harbour, ana)])
    const place = ({ roomId }: Place, ...members: string[]) => ({ roomId, memberIds: members })
    expect(await ignore(kitchen, ana, bo)).toBe('done')
    expect(await ignore(kitchen, ana, bo)).toBe('done')
    expect(await ignore(kitchen, ana, chidi)).toBe('done')
    expect(await ignore(harbour, ana, bo)).toBe('done')
    await harness.reopen()
    const { ignored } = await table().read(ana.tokenHash)
    expect(ignored).toEqual([
      place(kitchen, ...[bo, chidi].map((one) => one.memberIn(kitchen)).sort()),
      place(harbour, bo.memberIn(harbour)),
    ])
    expect((await table().read(bo.tokenHash)).ignored).toEqual([])
    for (const person of [bo, chidi]) expect(await ignore(kitchen, ana, person, false)).toBe('done')
    expect((await table().read(ana.tokenHash)).ignored).toEqual([place(harbour, bo.memberIn(harbour))])
    // Nobody is left who could heed it.
    await harness.store.revokeToken(ana.tokenHash)
    expect((await table().read(ana.tokenHash)).ignored).toEqual([])
  })

  test('[D9] [A105] only members ignore, and only others who are or were one; so many and no more', async () => {
    const { kitchen, harbour, ana, bo, chidi } = await aKitchen()
    const stranger = aCast().ana
    expect(await ignore(kitchen, stranger, bo)).toBe('forbidden')
    expect(await ignore(harbour, ana, bo)).toBe('forbidden')
    const nobody = { memberId: anId<MemberId>('nobody'), isIgnored: true }
    expect(await table().setIgnored(ana.tokenHash, kitchen.roomId, nobody, 9)).toBe('not-found')
    expect(await ignore(kitchen, ana, ana)).toBe('invalid')
    await harness.store.commit([remove(kitchen, ana, chidi)])
    expect(await ignore(kitchen, chidi, bo)).toBe('forbidden')
    expect(await ignore(kitchen, bo, chidi, true, 1)).toBe('done')
    expect(await ignore(kitchen, bo, ana, true, 1)).toBe('limit-reached')
    expect(await ignore(kitchen, bo, chidi, true, 1)).toBe('done')
    expect(await ignore(kitchen, bo, chidi, false, 1)).toBe('done')
    expect(await ignore(kitchen, bo, ana, true, 1)).toBe('done')
  })

  test('what somebody writes who is ignored is nothing new, and calls for nothing', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    await subscribe(bo)
    const toBo = mentionToken(bo.memberIn(kitchen))
    await harness.store.commit([
      post(kitchen, ana, `one ${toBo}`),
      post(kitchen, chidi, `two ${toBo}`),
      post(kitchen, chidi, 'three'),
    ])
    const summary = async () =>
      (await harness.store.readSummaries(bo.tokenHash, [{ roomId: kitchen.roomId, after: 0 }]))[0]
    expect(await summary()).toMatchObject({ unreadCount: 3, mentionCount: 2 })
    expect(await toAll(kitchen)).toMatchObject([{ unread: 3, ignores: [] }])
    await ignore(kitchen, bo, chidi)
    expect(await summary()).toMatchObject({ unreadCount: 1, mentionCount: 1 })
    const listener = { unread: 1, ignores: [chidi.memberIn(kitchen)] }
    expect(await toAll(kitchen)).toMatchObject([listener])
    expect(await addressed(kitchen, [bo])).toMatchObject([listener])
    // In their own counts nothing differs for whoever is ignored.
    const [theirs] = await harness.store.readSummaries(chidi.tokenHash, [
      { roomId: kitchen.roomId, after: 0 },
    ])
    expect(theirs).toMatchObject({ unreadCount: 1 })
    await ignore(kitchen, bo, chidi, false)
    expect(await summary()).toMatchObject({ unreadCount: 3, mentionCount: 2 })
  })

  test('[D10] levels other than all have a bound, and one that is there can change', async () => {
    const { kitchen, harbour, bo } = await aKitchen()
    expect(await setLevel(kitchen, bo, 'none', 1)).toBe('done')
    expect(await setLevel(harbour, bo, 'none', 1)).toBe('limit-reached')
    expect(await setLevel(kitchen, bo, 'mentions', 1)).toBe('done')
    expect(await setLevel(kitchen, bo, 'all', 1)).toBe('done')
    expect(await setLevel(harbour, bo, 'none', 1)).toBe('done')
  })

  test('everybody with a browser is called in all rooms they are in or join, and after a restart', async () => {
    const { kitchen, harbour, ana, bo, chidi } = await aKitchen()
    const [phone, desk] = [
      await subscribe(bo, aSubscription('de'), NOON),
      await subscribe(bo, aSubscription(), NOON + 1),
    ]
    await subscribe(chidi)
    await harness.store.commit([join(harbour, chidi), join(harbour, ana)])
    await harness.reopen()
    expect(await toAll(kitchen)).toContainEqual({
      memberId: bo.memberIn(kitchen),
      lastRead: 3,
      unread: 0,
      ignores: [],
      subscriptions: [phone, desk],
    })
    expect(ids(await toAll(kitchen)).sort()).toEqual([bo, chidi].map((one) => one.memberIn(kitchen)).sort())
    expect(ids(await toAll(harbour)).sort()).toEqual([bo, chidi].map((one) => one.memberIn(harbour)).sort())
    const nowhere = aCast().kitchen
    expect(await table().readListened([kitchen, harbour, nowhere].map(({ roomId }) => roomId))).toHaveLength(
      2,
    )
    expect((await table().read(bo.tokenHash)).isSubscribed).toBe(true)
  })

  test('a room nobody can be called in is known without looking at its members', async () => {
    const { kitchen, harbour, ana } = await aKitchen()
    await subscribe(ana)
    expect(await table().readListened([kitchen.roomId, harbour.roomId])).toEqual([kitchen.roomId])
  })

  test('who wants quiet is not called until then, nor who wants nothing of the room', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    for (const person of [ana, bo, chidi]) await subscribe(person)
    await table().setQuiet(ana.tokenHash, NOON + 1)
    await setLevel(kitchen, bo, 'mentions')
    await setLevel(kitchen, chidi, 'none')
    expect(await toAll(kitchen)).toEqual([])
    expect(ids(await addressed(kitchen, [ana, bo, chidi]))).toEqual([bo.memberIn(kitchen)])
    expect(ids(await toAll(kitchen, NOON + 1))).toEqual([ana.memberIn(kitchen)])
    expect(ids(await addressed(kitchen, [ana, chidi], NOON + 1))).toEqual([ana.memberIn(kitchen)])
  })

  test('[D9] who was removed is not called until they are a member again', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    await subscribe(bo)
    await harness.store.commit([remove(kitchen, ana, bo)])
    expect([await toAll(kitchen), await addressed(kitchen, [bo])]).toEqual([[], []])
    await harness.store.commit([join(kitchen, bo)])
    expect(ids(await toAll(kitchen))).toEqual([bo.memberIn(kitchen)])
  })

  test('what is new to somebody is counted above what they have seen, their own aside', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    await subscribe(bo)
    await harness.store.commit([
      post(kitchen, ana, 'one'),
      post(kitchen, bo, 'two'),
      post(kitchen, ana, 'three'),
    ])
    expect(await toAll(kitchen)).toMatchObject([{ lastRead: 3, unread: 2 }])
    await harness.store.saveLastReads([{ roomId: kitchen.roomId, tokenHash: bo.tokenHash, upTo: 6 }])
    expect(await toAll(kitchen)).toMatchObject([{ lastRead: 6, unread: 1 }])
    expect(await addressed(kitchen, [bo])).toMatchObject([{ lastRead: 6, unread: 1 }])
  })

  test('many are read in portions, each of them once', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    for (const person of [ana, bo, chidi]) await subscribe(person)
    await setLevel(kitchen, bo, 'none')
    const seen: string[] = []
    let portions = 0
    for (let after: number | null = 0; after !== null; portions++) {
      const found = await table().readListeners(kitchen.roomId, { level: 'all', after, limit: 1 }, NOON)
      seen.push(...ids(found.listeners))
      after = found.next
    }
    expect(seen.sort()).toEqual([ana, chidi].map((one) => one.memberIn(kitchen)).sort())
    expect(portions).toBe(4)
  })

  test('[D10] an identity keeps its newest browsers, and one that says so again counts as new', async () => {
    const { kitchen, bo } = await aKitchen()
    const [oldest, second, third] = [aSubscription(), aSubscription(), aSubscription()]
    const keep = (subscription: typeof oldest, at: number) =>
      table().subscribe(bo.tokenHash, subscription, { at, limit: 2, roomsMax: 9 })
    await keep(oldest, 1)
    await keep(second, 2)
    await keep({ ...oldest, language: 'fr' }, 3)
    await keep(third, 4)
    expect((await toAll(kitchen))[0]?.subscriptions).toEqual([{ ...oldest, language: 'fr' }, third])
  })

  test('a browser is called for who used it last', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const shared = await subscribe(ana)
    await subscribe(bo, shared)
    expect(ids(await toAll(kitchen))).toEqual([bo.memberIn(kitchen)])
    expect(await table().read(ana.tokenHash)).toMatchObject({ isSubscribed: false })
    await table().unsubscribe(ana.tokenHash, shared.endpoint)
    expect(await toAll(kitchen)).toHaveLength(1)
  })

  test('a browser that was let go, or is no more, is called no more', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const [own, gone] = [await subscribe(ana), await subscribe(bo)]
    await table().unsubscribe(ana.tokenHash, own.endpoint)
    await table().forget([gone.endpoint, 'https://fcm.googleapis.com/fcm/send/nobody'])
    expect(await toAll(kitchen)).toEqual([])
    expect(await table().readListened([kitchen.roomId])).toEqual([])
    await subscribe(bo, gone)
    expect(ids(await toAll(kitchen))).toEqual([bo.memberIn(kitchen)])
  })

  test('all of it ends with the token', async () => {
    const { kitchen, bo, chidi } = await aKitchen()
    await subscribe(bo)
    await subscribe(chidi)
    await setLevel(kitchen, bo, 'mentions')
    await table().setQuiet(bo.tokenHash, NOON)
    await harness.store.revokeToken(bo.tokenHash)
    await harness.store.revokeToken(aCast().ana.tokenHash)
    const nothing = { levels: [], ignored: [], quietUntil: null, isSubscribed: false }
    expect(await table().read(bo.tokenHash)).toEqual(nothing)
    expect(await table().setQuiet(bo.tokenHash, NOON)).toBe(false)
    expect(await addressed(kitchen, [bo])).toEqual([])
    expect(ids(await toAll(kitchen))).toEqual([chidi.memberIn(kitchen)])
  })

  test('the key for push is the one that was kept first, for good', async () => {
    const key = await table().keepPushKey('first')
    expect(await table().keepPushKey('second')).toBe(key)
    await harness.reopen()
    expect(await table().keepPushKey('third')).toBe(key)
  })

  test('what a call is about is read as it is now', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const hello = post(kitchen, ana, `hello ${mentionToken(bo.memberIn(kitchen))}`)
    await harness.store.commit([hello, retitle(kitchen, ana, 'Supper')])
    const asked = {
      messageIds: [idOf(hello), 'nothing'.padEnd(22, '_') as MessageId],
      memberIds: [bo.memberIn(kitchen)],
    }
    expect(await table().readSubjects(kitchen.roomId, asked)).toMatchObject({
      room: { title: 'Supper', code: kitchen.code },
      messages: [{ messageId: idOf(hello), authorName: 'Ana' }],
      members: [{ name: 'Bo' }],
    })
    expect(await table().readSubjects(aCast().kitchen.roomId, asked)).toBeNull()
  })
}
