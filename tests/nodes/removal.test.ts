import type { MemberId } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { Conversation } from '../processes/conversation.ts'
import { aHello } from '../processes/hello.ts'
import { RawLine } from '../processes/raw-line.ts'
import { openScene, pause } from '../processes/scene.ts'
import { openCluster } from './cluster.ts'

/** Within this a removal and a revocation hold everywhere, in milliseconds. */
const EVERYWHERE_MS = 5_000

const scene = openScene()
const cluster = await openCluster()

/** A room with talk in two nodes, and somebody in it whose one line leads to the third: what it knows it was told, or looked up. */
async function aTalkWithBo() {
  const talk = await Conversation.open(scene, cluster, 6, ...cluster.nodeUrls.slice(0, 2))
  const [ana] = talk.talkers
  if (!ana) throw new Error('nobody talks')
  const line = await RawLine.open(cluster.node(2).server.port)
  line.send(aHello())
  const { token } = await line.next('welcome')
  line.send({ type: 'join-room', ref: 1, code: talk.code, name: 'Bo' })
  const { memberId, roomId } = await line.next('entered')
  talk.talk({ everyMs: 50, waitingMax: 4 })
  await pause(500)
  return { talk, ana, line, token, memberId, roomId }
}

const REDIS = [
  { redis: 'with Redis', leave: async () => {} },
  {
    redis: 'without Redis',
    async leave() {
      await cluster.redis.stop()
      onTestFinished(() => cluster.redis.start())
    },
  },
]

test.each(REDIS)(
  '[D9] [A23] $redis, who is removed on one node hears of it on another, and of nothing beyond it',
  async ({ redis, leave }) => {
    const { talk, ana, line, memberId, roomId } = await aTalkWithBo()
    await leave()
    await pause(1_000)
    expect(await ana.room.lead({ type: 'remove-member', memberId })).toEqual({ ok: true, value: null })
    const removedAt = performance.now()
    // The node need not have heard of it.
    line.send({ type: 'fetch-page', ref: 7, roomId, where: { before: 1_000_000 }, limit: 50 })
    const [removal, toldMs] = await removalOf(line, memberId, removedAt)
    await pause(1_500)
    talk.hush()
    console.log(`${redis}: told on the other node after ${toldMs.toFixed(0)} ms`)
    const spans = line.events.flatMap((event) => (event.type === 'span' ? [event] : []))
    expect(Math.max(...spans.map(({ upTo }) => upTo))).toBe(removal)
    expect(Math.max(...spans.flatMap(({ records }) => records.map(({ version }) => version)))).toBe(removal)
    expect(line.events.find((event) => event.type === 'refusal' && event.ref === 7)).toBeDefined()
    expect(ana.room.view.timeline.cursor).toBeGreaterThan(removal)
    expect(toldMs).toBeLessThan(EVERYWHERE_MS)
    line.socket.destroy()
    expect((await talk.end()).breaches).toEqual([])
  },
  60_000,
)

test.each(REDIS)(
  '[D9] [A70] $redis, a token that is revoked on one node ends its lines on the others, and lets nobody in',
  async ({ redis, leave }) => {
    const { talk, line, token, roomId } = await aTalkWithBo()
    await leave()
    const other = await RawLine.open(cluster.node(0).server.port)
    other.send(aHello({ token }))
    await other.next('welcome')
    other.send({ type: 'revoke-token', ref: 1 })
    await ended(other)
    const revokedAt = performance.now()
    expect(other.closeCode).toBe(4401)
    const late = await RawLine.open(cluster.node(1).server.port)
    late.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: null }] }))
    await Promise.all([ended(line), ended(late)])
    const endedMs = performance.now() - revokedAt
    console.log(`${redis}: every line ended after ${endedMs.toFixed(0)} ms`)
    expect([line.closeCode, late.closeCode]).toEqual([4401, 4401])
    expect(late.events.map(({ type }) => type).filter((type) => type !== 'welcome')).toEqual([])
    expect(endedMs).toBeLessThan(EVERYWHERE_MS)
    for (const one of [line, other, late]) one.socket.destroy()
    expect((await talk.end()).breaches).toEqual([])
  },
  60_000,
)

/** The server said that it is over. */
async function ended(line: RawLine): Promise<void> {
  for (const until = performance.now() + 4 * EVERYWHERE_MS; line.closeCode === null; await pause(5))
    if (performance.now() > until) throw new Error('the line was not ended')
}

/** At which sequence somebody was told that they are removed, and after how many milliseconds. */
async function removalOf(line: RawLine, memberId: MemberId, since: number): Promise<[number, number]> {
  for (const until = since + 4 * EVERYWHERE_MS; performance.now() < until; await pause(5))
    for (const event of line.events)
      if (event.type === 'span')
        for (const record of event.records)
          if (record.kind === 'member' && record.memberId === memberId && record.role === 'removed')
            return [record.version, performance.now() - since]
  throw new Error('nobody was told')
}
