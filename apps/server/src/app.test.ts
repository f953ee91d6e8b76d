import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { RoomId, TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, onTestFinished, test, vi } from 'vitest'
import { LAST_REQUESTS_MS } from './limits.ts'
import { aLeapingClock } from './testing/clock.ts'
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

/** Says something to a port that need not be HTTP, and waits for the end of the line. */
async function sayTo(origin: string, words: string): Promise<void> {
  const { port } = new URL(origin)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {})
  socket.resume()
  socket.end(words)
  await once(socket, 'close')
}

test('[A80] nothing anybody typed, and no secret, gets into the log or the metrics', async () => {
  const node = await startNode({ config: { metrics: { host: '127.0.0.1', port: 0 } } })
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

  const { caller: chidi, token: chidiToken } = await aCaller(node)
  chidi.send({ type: 'join-room', ref: 1, code: room.code, name: 'Canachidi' })
  await chidi.next('entered')
  // A store that fails has the words in its hands.
  const database = new DatabaseSync(join(node.dataDirectory, 'confab.db'))
  database.exec('ALTER TABLE messages RENAME TO gone')
  chidi.send({ type: 'post-message', roomId: kitchen, messageId: anId('m3'), body: 'a canary is lost' })
  await chidi.next('post-refusal')
  chidi.send({ type: 'fetch-page', ref: 2, roomId: kitchen, where: { before: 9 }, limit: 10 })
  await chidi.next('refusal', (refusal) => refusal.ref === 2)
  bo.send({ type: 'join-room', ref: 4, code: room.code, name: 'Canabonito' })
  await bo.next('refusal', (refusal) => refusal.ref === 4)
  database.exec('ALTER TABLE gone RENAME TO messages')
  database.close()
  expect(node.log.failures.map(({ event }) => event)).toContain('store-failing')

  for (const malformed of [
    `{"type":"hello","token":"${token}canary"`,
    `{"type":"hello","token":"${'canary'.repeat(1_000)}"}`,
    `["canary","${token}"]`,
    '\u0000canary',
  ]) {
    const stranger = await node.connect()
    stranger.socket.send(malformed)
    await stranger.end()
  }
  chidi.socket.send(JSON.stringify({ type: 'canary-command', roomId: kitchen, body: 'canary' }))
  await chidi.end()
  await fetch(`${node.origin}/ws`, { headers: { origin: 'https://canary.example.org' } })
  await fetch(`${node.origin}/canary`, { method: 'POST', body: 'canary', headers: { authorization: token } })
  for (const origin of [node.origin, node.metricsOrigin]) {
    await sayTo(origin, 'canary\r\n\r\n')
    await sayTo(origin, `GET /${token} HTTP/9.canary\r\nhost: canary\r\n\r\n`)
    await sayTo(origin, `GET / HTTP/1.1\r\nhost: canary\r\ncanary: ${'canary'.repeat(10_000)}\r\n\r\n`)
    await fetch(`${origin}/metrics/canary?token=${token}`)
  }
  const metrics = await (await fetch(`${node.metricsOrigin}/metrics`)).text()
  expect(metrics).toContain('confab_store_failures_total{access="write"} 2')
  await node.close()

  const written = JSON.stringify(node.log.lines) + metrics
  const secrets = [token, boToken, chidiToken, room.code, 'Cana', 'Bonito', 'canary', 'Canary', '0123456789']
  for (const secret of [...secrets, kitchen, tabId]) expect(written).not.toContain(secret)
}, 30_000)

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

test('a request that never arrives whole does not hold the end of a node, nor keep its store open', async () => {
  const clock = aLeapingClock()
  const node = await startNode({ clock })
  const half = connect(Number(new URL(node.origin).port), '127.0.0.1')
  half.on('error', () => {})
  half.write('GET / HTTP/1.1\r\nHost: confab\r\n')
  // What stands behind it was read, so it was, too.
  await once(half, 'connect')
  await fetch(`${node.origin}/healthz`)

  const logged = (event: string) => node.log.lines.filter((line) => line.event === event)
  const closed = node.close()
  await vi.waitFor(() => expect(logged('drained')).toHaveLength(1))
  clock.leap(LAST_REQUESTS_MS / 2)
  await pause(50)
  expect(logged('stopped')).toEqual([])
  clock.leap(LAST_REQUESTS_MS / 2)
  await closed
  expect(logged('requests-cut')).toMatchObject([{ fields: { count: 1 } }])
  expect(logged('stopped')).toHaveLength(1)
})
