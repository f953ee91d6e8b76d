import { setTimeout as pause } from 'node:timers/promises'
import type { RoomId, TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test } from 'vitest'
import { startNode } from './testing/node.ts'

const kitchen = anId<RoomId>('kitchen')
const tabId = anId<TabId>('tab')

/** Somebody who said hello; `token` is theirs. */
async function aCaller(node: Awaited<ReturnType<typeof startNode>>) {
  const caller = await node.connect()
  onTestFinished(() => caller.socket.terminate())
  caller.send({ type: 'hello', token: null, tabId, client: 'canary-client', resume: [] })
  const { token } = await caller.next('welcome')
  if (token === null) throw new Error('a token was expected')
  return { caller, token }
}

test('nothing anybody typed, and no secret, gets into the log', async () => {
  const node = await startNode()
  const { caller: ana, token } = await aCaller(node)
  ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Canaria' })
  const { room } = await ana.next('reset')
  const { caller: bo, token: boToken } = await aCaller(node)
  bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Canaria' })
  await bo.next('refusal')
  bo.send({ type: 'join-room', ref: 2, code: room.code, name: 'Bonito' })
  await bo.next('entered')
  bo.send({ type: 'join-room', ref: 3, code: '0123456789' as typeof room.code, name: 'Bonito' })
  await bo.next('refusal', (refusal) => refusal.ref === 3)
  ana.send({ type: 'change-room', ref: 2, roomId: kitchen, title: 'Canary cage' })
  await ana.next('done')
  ana.send({ type: 'post-message', roomId: kitchen, messageId: anId('m1'), body: 'a canary sings' })
  await bo.next('span', (span) => span.records.some((record) => record.kind === 'message'))
  ana.send({ type: 'post-message', roomId: kitchen, messageId: anId('m2'), body: 'canary\u0007bell' })
  await ana.next('post-refusal')
  ana.socket.send('{"type":"canary-command"}')
  expect(await ana.end()).toMatchObject({ code: 4400 })
  await fetch(`${node.origin}/r/${room.code}?name=Canaria`)
  await fetch(`${node.origin}/%zz-canary`)
  await node.close()

  const written = JSON.stringify(node.log.lines)
  for (const secret of [token, boToken, room.code, 'Canaria', 'Bonito', 'canary', 'Canary', '0123456789'])
    expect(written).not.toContain(secret)
}, 20_000)

test('[D11] a fault costs one line, and its log tells what and where, not what was said', async () => {
  const node = await startNode()
  onTestFinished(() => node.close())
  const { caller: ana } = await aCaller(node)
  const { caller: bo } = await aCaller(node)
  const inject = String.prototype.normalize
  onTestFinished(() => {
    String.prototype.normalize = inject
  })
  // The one thing every name goes through, broken for one name.
  String.prototype.normalize = function (...args) {
    if (String(this) === 'Canaria') throw new RangeError(`cannot take “${this}”\n    at Canaria`)
    return inject.apply(this, args)
  }
  ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Canaria' })
  expect(await ana.end()).toMatchObject({ code: 1011 })
  bo.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Bo' })
  await bo.next('entered')
  expect(node.log.failures).toMatchObject([{ event: 'command-failed', fields: { error: 'RangeError' } }])
  expect(JSON.stringify(node.log.lines)).not.toContain('Canaria')
}, 20_000)

test('[D11] a fault on the way in costs the line, too', async () => {
  const node = await startNode()
  onTestFinished(() => node.close())
  const { caller: ana } = await aCaller(node)
  ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
  await ana.next('entered')
  const test = RegExp.prototype.test
  onTestFinished(() => {
    RegExp.prototype.test = test
  })
  RegExp.prototype.test = function (text) {
    if (text === 'canary') throw new Error('canary')
    return test.call(this, text)
  }
  ana.send({ type: 'post-message', roomId: kitchen, messageId: anId('m1'), body: 'canary' })
  expect(await ana.end()).toMatchObject({ code: 1011 })
  expect(node.log.failures).toMatchObject([{ event: 'connection-failed', fields: { error: 'Error' } }])
  expect(JSON.stringify(node.log.lines)).not.toContain('canary')
  expect((await fetch(`${node.origin}/healthz`)).status).toBe(200)
}, 20_000)

test('[D1] on a slow disk probes are answered long before posts are, and every post is', async () => {
  const commitDelayMs = 400
  const node = await startNode({ commitDelayMs })
  onTestFinished(() => node.close())
  const { caller: ana } = await aCaller(node)
  ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
  await ana.next('entered')
  const posts = Array.from({ length: 20 }, (_, i) => `post ${i}`)
  const startedAt = performance.now()
  for (const body of posts)
    ana.send({ type: 'post-message', roomId: kitchen, messageId: anId(body.replace(' ', '-')), body })
  const slowest = { ms: 0 }
  const acked = () =>
    ana.events
      .flatMap((event) => (event.type === 'span' ? event.records : []))
      .filter(({ kind }) => kind === 'message')
  for (let ref = 2; acked().length < posts.length; ref++) {
    const askedAt = performance.now()
    ana.send({ type: 'probe', ref })
    await ana.next('done', (done) => done.ref === ref)
    slowest.ms = Math.max(slowest.ms, performance.now() - askedAt)
    await pause(60)
  }
  // Two commits: the first post alone, then all that waited for it.
  expect(performance.now() - startedAt).toBeGreaterThan(2 * commitDelayMs)
  expect(slowest.ms).toBeLessThan(commitDelayMs / 2)
  expect(acked()).toHaveLength(posts.length)
}, 30_000)
