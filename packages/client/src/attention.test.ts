import type { MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Answer } from './answer.ts'
import { createWorld } from './testing/world.ts'

const AT_HOME = {
  endpoint: 'https://fcm.googleapis.com/fcm/send/home',
  p256dh: 'B'.padEnd(87, 'k'),
  auth: 'a'.padEnd(22, 'u'),
  language: 'en',
}

/** Ana in the kitchen, in two tabs, the first of which knows what she wants to be called for. */
async function twoTabs() {
  const world = createWorld()
  const { client, room, storage } = await world.openAndJoin()
  const { client: other } = await world.openAndJoin('ana-2', storage)
  const done = async <T>(asked: Promise<Answer<T>>) => {
    await world.clock.run(100)
    return asked
  }
  const answer = await done(client.fetchAttention())
  return { ...world, client, other, roomId: room.roomId, done, answer }
}

test('what somebody wants to be called for is known once it was asked for', async () => {
  const { client, other, answer } = await twoTabs()
  const nothingSaid = { levels: [], ignored: [], quietUntil: null, isSubscribed: false }
  expect(answer).toEqual({ ok: true, value: client.view.attention })
  expect(client.view.attention).toMatchObject(nothingSaid)
  expect(other.view.attention).toBeNull()
})

test('what is changed is known at once, here and in the other tab, and listeners hear of it', async () => {
  const { client, other, roomId, done } = await twoTabs()
  await done(other.fetchAttention())
  let heard = 0
  other.subscribe(() => heard++)
  expect(await done(client.setLevel(roomId, 'mentions'))).toEqual({ ok: true, value: null })
  expect(client.view.attention?.levels).toEqual([{ roomId, level: 'mentions' }])
  expect(other.view.attention).toEqual(client.view.attention)
  expect(heard).toBe(1)
  await done(other.setQuiet(1_700_000_000_000))
  await done(other.setLevel(roomId, 'all'))
  expect(client.view.attention).toMatchObject({ levels: [], quietUntil: 1_700_000_000_000 })
})

test('whom one ignores is known at once in every tab, and again not', async () => {
  const { client, other, roomId, done } = await twoTabs()
  await done(other.fetchAttention())
  const [bo, chidi] = [anId<MemberId>('bo'), anId<MemberId>('chidi')]
  await done(client.setIgnored(roomId, bo, true))
  await done(client.setIgnored(roomId, chidi, true))
  expect(client.view.attention?.ignored).toEqual([{ roomId, memberIds: [bo, chidi] }])
  expect(other.view.attention?.ignored).toEqual(client.view.attention?.ignored)
  await done(client.setIgnored(roomId, bo, false))
  expect(client.view.attention?.ignored).toEqual([{ roomId, memberIds: [chidi] }])
  await done(client.setIgnored(roomId, chidi, false))
  expect(client.view.attention?.ignored).toEqual([])
})

test('what is changed before anything is known is known soon', async () => {
  const { other, roomId, clock, done } = await twoTabs()
  expect(other.view.attention).toBeNull()
  await done(other.setIgnored(roomId, anId<MemberId>('bo'), true))
  await clock.run(100)
  expect(other.view.attention?.ignored).toEqual([{ roomId, memberIds: [anId('bo')] }])
})

test('whether any browser is subscribed is known after each change of it', async () => {
  const { client, other, done } = await twoTabs()
  await done(client.subscribePush(AT_HOME))
  await done(other.subscribePush({ ...AT_HOME, endpoint: 'https://fcm.googleapis.com/fcm/send/phone' }))
  expect(client.view.attention?.isSubscribed).toBe(true)
  await done(client.unsubscribePush(AT_HOME.endpoint))
  expect(client.view.attention?.isSubscribed).toBe(true)
  await done(other.unsubscribePush('https://fcm.googleapis.com/fcm/send/phone'))
  expect(client.view.attention?.isSubscribed).toBe(false)
})

test('what changed while there was no line is known once there is one again', async () => {
  const { client, roomId, server, clock, done } = await twoTabs()
  await done(client.setLevel(roomId, 'none'))
  const { token } = server.latest()
  server.cut()
  expect(await client.setLevel(roomId, 'all')).toEqual({ ok: false, refusal: { code: 'unavailable' } })
  expect(client.view.attention?.levels).toEqual([{ roomId, level: 'none' }])
  // From another device, which told the server alone.
  const elsewhere = { ...server.latest(), token }
  server.answer(elsewhere, { type: 'set-level', ref: 9, roomId, level: 'mentions' })
  await clock.run(3_000)
  expect(client.view.attention?.levels).toEqual([{ roomId, level: 'mentions' }])
})

test('whoever signs out knows nothing of it any more', async () => {
  const { client, done } = await twoTabs()
  await done(client.revoke())
  expect(client.view.attention).toBeNull()
})
