import { createId, type MessageId, type RoomId, type TabId } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { startNode } from '../testing/node.ts'
import { aPushService } from '../testing/push-service.ts'
import { aDirectory } from '../testing/store-for-tests.ts'

/** A server on data that outlives it, whose push services are all on this machine. */
async function aServer() {
  const service = await aPushService()
  const { directory, remove } = aDirectory()
  onTestFinished(async () => {
    await service.close()
    remove()
  })
  const config = {
    dataDirectory: directory,
    push: { contact: 'mailto:ana@example.org', hosts: [] },
    metrics: { host: '127.0.0.1', port: 0 },
  }
  return { service, start: () => startNode({ config, pushVia: service.origin }) }
}

async function enter(node: Awaited<ReturnType<typeof startNode>>, how: object, token: string | null = null) {
  const caller = await node.connect()
  const send = (command: object) => caller.socket.send(JSON.stringify(command))
  send({ type: 'hello', token, tabId: createId<TabId>(), client: 'test', resume: [] })
  const welcome = await caller.next('welcome')
  send({ ref: 1, ...how })
  await caller.next('entered')
  return { caller, send, token: token ?? welcome.token }
}

test('a whole server calls who is away, before it goes down at the latest, and is the same one afterwards', async () => {
  const { service, start } = await aServer()
  const node = await start()
  const roomId = createId<RoomId>()
  const ana = await enter(node, { type: 'create-room', roomId, name: 'Ana' })
  const { room } = await ana.caller.next('reset')
  const bo = await enter(node, { type: 'join-room', code: room.code, name: 'Bo' })
  const { subscription, notes } = service.browser('updates.push.services.mozilla.com', 'ja')
  bo.send({ type: 'subscribe-push', ref: 2, ...subscription })
  bo.send({ type: 'leave-room', ref: 3, roomId })
  for (const answered of [2, 3]) await bo.caller.next('done', ({ ref }) => ref === answered)
  bo.send({ type: 'fetch-attention', ref: 4 })
  const before = await bo.caller.next('attention', ({ ref }) => ref === 4)
  expect(before).toMatchObject({ isSubscribed: true, pushKey: expect.stringMatching(/^B[\w-]{86}$/) })

  ana.send({ type: 'post-message', roomId, messageId: createId<MessageId>(), body: 'Supper?' })
  await ana.caller.next('span', ({ records }) => records.some(({ kind }) => kind === 'message'))
  expect((await node.scrape()).get('confab_rooms_to_call_from')).toBe(1)
  await node.app.close()
  expect(notes()).toMatchObject([{ excerpt: 'Supper?', roomId, code: room.code, language: 'ja', unread: 1 }])
  expect(service.received[0]?.headers.authorization).toContain(`k=${before.pushKey}`)
  // What is logged and counted says nothing of where or what.
  expect(JSON.stringify(node.log.lines)).not.toMatch(new RegExp(`Supper|${roomId}|${subscription.endpoint}`))

  const again = await start()
  const boAgain = await enter(again, { type: 'resume-room', roomId, cursor: null }, bo.token)
  boAgain.send({ type: 'fetch-attention', ref: 5 })
  expect(await boAgain.caller.next('attention')).toMatchObject({
    isSubscribed: true,
    pushKey: before.pushKey,
  })
  await again.app.close()
})
