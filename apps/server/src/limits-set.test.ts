import { createId, type MessageId, type RoomId } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { readLimitsConfig } from './limits-config.ts'
import { aKitchen } from './testing/kitchen.ts'

/** A kitchen, with Ana and Bo in it, on a server for which this is set. */
async function aKitchenWith(settings: Record<string, string>) {
  const kitchen = await aKitchen({ limits: readLimitsConfig(settings) })
  onTestFinished(() => kitchen.close())
  return kitchen
}

test('a message is as long as is set, and clients are told', async () => {
  const { ana, roomId, welcome } = await aKitchenWith({ CONFAB_MESSAGE_LENGTH_MAX: '100' })
  expect(welcome).toMatchObject({ bodyLengthMax: 100 })
  const post = (body: string) => {
    const messageId = createId<MessageId>()
    ana.caller.send({ type: 'post-message', roomId, messageId, body })
    return messageId
  }
  const long = post('x'.repeat(101))
  expect(await ana.caller.next('post-refusal')).toMatchObject({ messageId: long, code: 'too-large' })
  const fits = post('x'.repeat(100))
  await ana.caller.next('span', ({ records }) =>
    records.some((record) => record.kind === 'message' && record.messageId === fits),
  )
  ana.caller.send({ type: 'edit-message', ref: 50, roomId, messageId: fits, body: 'y'.repeat(101) })
  expect(await ana.caller.next('refusal')).toMatchObject({ ref: 50, code: 'too-large' })
})

test('a room takes as many members as are set', async () => {
  const { node, code } = await aKitchenWith({ CONFAB_MEMBERS_PER_ROOM: '2' })
  const chidi = await node.connect()
  chidi.send({ type: 'hello', token: null, tabId: createId(), client: 'test/1', resume: [] })
  chidi.send({ type: 'join-room', ref: 1, code, name: 'Chidi' })
  expect(await chidi.next('refusal')).toMatchObject({ ref: 1, code: 'room-full' })
})

test('wrong passwords of rooms are as many as are set', async () => {
  const { node, code, ana, roomId } = await aKitchenWith({ CONFAB_TRIES_PER_ADDRESS: '1' })
  const password = 'the kitchen is warm'
  ana.caller.send({ type: 'change-settings', ref: 50, roomId, entry: 'password', password })
  await ana.caller.next('done', ({ ref }) => ref === 50)
  const chidi = await node.connect()
  chidi.send({ type: 'hello', token: null, tabId: createId(), client: 'test/1', resume: [] })
  chidi.send({ type: 'join-room', ref: 1, code, name: 'Chidi', password: 'the kitchen is cold' })
  expect(await chidi.next('refusal', ({ ref }) => ref === 1)).toMatchObject({ code: 'password-needed' })
  chidi.send({ type: 'join-room', ref: 2, code, name: 'Chidi', password })
  expect(await chidi.next('refusal', ({ ref }) => ref === 2)).toMatchObject({ code: 'rate-limited' })
})

test('rooms from one address are as many as are set, but not for this machine, behind a proxy neither', async () => {
  const limits = readLimitsConfig({ CONFAB_ROOMS_PER_ADDRESS: '1' })
  const kitchen = await aKitchen({ limits, trustedProxies: ['loopback'] })
  onTestFinished(() => kitchen.close())
  const from = async (address: string) => {
    const caller = await kitchen.node.connect({ 'x-forwarded-for': address })
    caller.send({ type: 'hello', token: null, tabId: createId(), client: 'test/1', resume: [] })
    return (ref: number) => {
      caller.send({ type: 'create-room', ref, roomId: createId<RoomId>(), name: 'Chidi' })
      return caller
    }
  }
  const there = await from('198.51.100.7')
  await there(1).next('entered', ({ ref }) => ref === 1)
  expect(await there(2).next('refusal')).toMatchObject({ ref: 2, code: 'rate-limited' })
  const here = await from('127.0.0.1')
  await here(1).next('entered', ({ ref }) => ref === 1)
  await here(2).next('entered', ({ ref }) => ref === 2)
})

test('files announced from one address are as many as are set', async () => {
  const { ana } = await aKitchenWith({ CONFAB_UPLOADS_PER_ADDRESS: '1' })
  const announce = () => ana.sender.announce(createId(), 4)
  expect((await announce()).ok).toBe(true)
  expect((await announce()).status).toBe(429)
})
