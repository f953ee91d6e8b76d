import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { MessageId, RoomId, TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '../config.ts'
import { startNode } from '../testing/node.ts'

const metrics = { host: '127.0.0.1', port: 0 }
const kitchen = anId<RoomId>('kitchen')

let node: Awaited<ReturnType<typeof startNode>>

beforeAll(async () => {
  node = await startNode({ config: { metrics, allowedOrigins: ['https://app.example.com'] } })
}, 30_000)
afterAll(() => node.close())

async function aCaller() {
  const caller = await node.connect()
  onTestFinished(() => caller.socket.terminate())
  caller.send({ type: 'hello', token: null, tabId: anId<TabId>('tab'), client: 'tests', resume: [] })
  await caller.next('welcome')
  return caller
}

/** By how much each figure moved while something was done; what did not move is left out. */
async function moved(act: () => Promise<void>): Promise<Record<string, number>> {
  const before = await node.scrape()
  await act()
  const after = await node.scrape()
  const difference = [...after].map(([series, value]) => [series, value - (before.get(series) ?? 0)] as const)
  return Object.fromEntries(difference.filter(([series, by]) => by !== 0 && isOurs(series)))
}

/** A figure that only what people do moves. */
const isOurs = (series: string) => series.startsWith('confab_') && !/_(bucket|sum)|loop/.test(series)

/** Asks until a figure is what it should be: how a line ended is heard a moment later. */
async function until(series: string, value: number): Promise<void> {
  while ((await node.scrape()).get(series) !== value);
}

test('what Ana does and Bo hears moves each figure by what was done, and no other', async () => {
  const ana = await aCaller()
  ana.send({ type: 'create-room', ref: 1, roomId: kitchen, name: 'Ana' })
  const { room } = await ana.next('reset')
  const bo = await aCaller()
  bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Bo' })
  await ana.next('presence', ({ count }) => count === 2)
  await bo.next('presence', ({ count }) => count === 2)
  const says = async (body: string) => {
    const messageId = anId<MessageId>(body)
    ana.send({ type: 'post-message', roomId: kitchen, messageId, body })
    for (const caller of [ana, bo])
      await caller.next('span', ({ records }) =>
        records.some((record) => 'body' in record && record.body === body),
      )
  }

  const posts = ['salt', 'pepper', 'basil', 'thyme', 'sage']
  const byPosts = await moved(async () => {
    for (const body of posts) await says(body)
  })
  expect(byPosts).toEqual({
    'confab_commands_total{type="post-message"}': 5,
    'confab_changes_total{outcome="applied"}': 5,
    confab_commit_changes_count: 5,
    confab_commit_duration_seconds_count: 5,
    confab_ack_latency_seconds_count: 5,
    confab_deliveries_total: 10,
    confab_frames_sent_total: 10,
    confab_sent_bytes_total: expect.any(Number),
  })
  const now = await node.scrape()
  expect(now.get('confab_connections_open')).toBe(2)
  expect(now.get('confab_connections_greeted')).toBe(2)
  expect(now.get('confab_rooms_open')).toBe(1)
  expect(now.get('confab_members_present')).toBe(2)
  expect(now.get('confab_changes_waiting')).toBe(0)
  expect(now.get('confab_entries_total{by="reset"}')).toBe(2)
  expect(now.get('confab_commit_changes_sum')).toBe(7)
  expect(now.get('confab_ack_latency_seconds_bucket{le="+Inf"}')).toBe(7)
  expect([...now.keys()].filter((series) => series.includes(process.versions.node))).toHaveLength(2)

  const byRepeating = await moved(async () => {
    ana.send({ type: 'post-message', roomId: kitchen, messageId: anId('salt'), body: 'sugar' })
    await ana.next('post-refusal')
  })
  expect(byRepeating).toMatchObject({
    'confab_changes_total{outcome="refused"}': 1,
    'confab_refusals_total{code="id-conflict"}': 1,
    confab_frames_sent_total: 1,
  })
  expect(byRepeating).not.toHaveProperty('confab_deliveries_total')

  const byResuming = await moved(async () => {
    const cursor = { epoch: (await ana.next('entered')).epoch, sequence: 5 }
    bo.send({ type: 'resume-room', ref: 2, roomId: kitchen, cursor })
    await bo.next('entered', ({ ref }) => ref === 2)
    await bo.next('span', ({ after }) => after === 5)
  })
  expect(byResuming).toMatchObject({
    'confab_entries_total{by="replay"}': 1,
    confab_replayed_records_total: 3,
    confab_store_read_duration_seconds_count: 1,
  })
}, 30_000)

test('who is refused, limited, closed or gone is counted by the reason', async () => {
  const lookUps = await moved(async () => {
    const bo = await aCaller()
    bo.send({ type: 'join-room', ref: 1, code: '0123456789' as never, name: 'Bo' })
    await bo.next('refusal')
    bo.socket.send('{"type":"nothing"')
    expect(await bo.end()).toMatchObject({ code: 4400 })
  })
  expect(lookUps).toMatchObject({
    confab_connections_opened_total: 1,
    confab_look_ups_failed_total: 1,
    'confab_refusals_total{code="not-found"}': 1,
    'confab_connections_closed_total{code="4400"}': 1,
  })

  const gone = (await node.scrape()).get('confab_connections_closed_total{code="gone"}') ?? 0
  const chidi = await aCaller()
  chidi.socket.terminate()
  await until('confab_connections_closed_total{code="gone"}', gone + 1)

  const foreign = await moved(async () => {
    await fetch(`${node.origin}/ws`, { headers: { origin: 'https://evil.example.org' } })
  })
  expect(foreign).toEqual({ 'confab_upgrades_refused_total{reason="origin"}': 1 })
}, 30_000)

test('a store that fails to write and to read is counted, and told once in the log', async () => {
  const ana = await aCaller()
  const pantry = anId<RoomId>('pantry')
  ana.send({ type: 'create-room', ref: 1, roomId: pantry, name: 'Ana' })
  await ana.next('entered')
  const database = new DatabaseSync(join(node.dataDirectory, 'confab.db'))
  onTestFinished(() => database.close())
  database.exec('ALTER TABLE messages RENAME TO gone')
  const failing = await moved(async () => {
    for (const name of ['salt', 'pepper']) {
      ana.send({ type: 'post-message', roomId: pantry, messageId: anId(`${name}-2`), body: name })
      await ana.next('post-refusal', ({ messageId }) => messageId === anId(`${name}-2`))
    }
    for (const ref of [2, 3]) {
      ana.send({ type: 'fetch-page', ref, roomId: pantry, where: { before: 9 }, limit: 10 })
      await ana.next('refusal', (refusal) => refusal.ref === ref)
    }
  })
  database.exec('ALTER TABLE gone RENAME TO messages')
  expect(failing).toMatchObject({
    'confab_store_failures_total{access="write"}': 2,
    'confab_store_failures_total{access="read"}': 2,
    'confab_refusals_total{code="unavailable"}': 4,
  })
  expect(failing).not.toHaveProperty('confab_commit_duration_seconds_count')
  expect(node.log.failures).toMatchObject([
    { event: 'store-failing', fields: { access: 'write', reason: expect.stringContaining('no such table') } },
    { event: 'store-failing', fields: { access: 'read', reason: expect.stringContaining('no such table') } },
  ])
  ana.send({ type: 'post-message', roomId: pantry, messageId: anId('salt-3'), body: 'salt' })
  await ana.next('span', ({ records }) => records.some(({ kind }) => kind === 'message'))
}, 30_000)

test('only /metrics is on the port of the metrics, and it is on no other', async () => {
  const answer = await fetch(`${node.metricsOrigin}/metrics`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
  expect((await fetch(`${node.metricsOrigin}/metrics?collect=all`)).status).toBe(200)
  for (const path of ['/', '/healthz', '/ws', '/metrics/', '/metrics.txt', '/index.html', '//metrics'])
    expect((await fetch(node.metricsOrigin + path)).status).toBe(404)
  const posted = await fetch(`${node.metricsOrigin}/metrics`, { method: 'POST', body: 'x' })
  expect(posted.status).toBe(405)
  expect(posted.headers.get('allow')).toBe('GET, HEAD')
  const head = await fetch(`${node.metricsOrigin}/metrics`, { method: 'HEAD' })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect((await fetch(`${node.origin}/metrics`)).status).toBe(404)
})

test('with the port taken, or no such address, a node does not start and says which setting', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const address = other.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const taken = startNode({ config: { metrics: { host: '127.0.0.1', port } } })
  await expect(taken).rejects.toThrow(ConfigError)
  await expect(taken).rejects.toThrow(`CONFAB_METRICS_PORT ${port} is taken`)
  const nowhere = startNode({ config: { metrics: { host: '203.0.113.7', port: 0 } } })
  await expect(nowhere).rejects.toThrow('CONFAB_METRICS_HOST')
}, 30_000)

test('without the setting there is no port, and the node’s end ends it', async () => {
  const quiet = await startNode()
  expect(quiet.log.lines).toContainEqual(
    expect.objectContaining({ event: 'started', fields: expect.objectContaining({ metrics: null }) }),
  )
  await quiet.close()
  const open = await startNode({ config: { metrics } })
  expect((await fetch(`${open.metricsOrigin}/metrics`)).status).toBe(200)
  await open.close()
  await expect(fetch(`${open.metricsOrigin}/metrics`)).rejects.toThrow()
}, 30_000)
