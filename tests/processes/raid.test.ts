import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { Conversation } from './conversation.ts'
import { RaidParty } from './raid-party.ts'
import { openScene, pause } from './scene.ts'

const RAIDERS = 300
const SPAM = 'buy, buy, buy'

/** How long each part of it is listened to, in milliseconds. */
const PART_MS = 5_000

const scene = openScene()

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

test('[A76] a raid: those who talk hear each other; the room is guarded and cleaned up at once, and undoing it brings everybody back', async () => {
  const server = await scene.start()
  const honest = await Conversation.open(scene, server, 10)
  const [ana] = honest.talkers
  if (!ana) throw new Error('Nobody is there.')
  const { room } = ana
  const { code } = honest

  /** How long honest posts take to honest screens while something goes on, in milliseconds. */
  async function listen(during: (nth: number) => void = () => {}): Promise<number> {
    const from = performance.now()
    // Everybody has a turn each second, a tenth of them at a time.
    let nth = 0
    const timer = setInterval(() => during(nth++), 100)
    await pause(PART_MS)
    clearInterval(timer)
    const to = performance.now()
    await pause(1_000)
    return p95(honest.arrivalMs(from, to))
  }

  honest.talk({ everyMs: 200 })
  await pause(1_000)
  const calm = await listen()

  const since = Math.floor(ana.client.serverNow())
  const names = Array.from({ length: RAIDERS }, (_, i) => `Raider ${i}`)
  const raiders = await RaidParty.come(server.port, names)
  onTestFinished(() => raiders.leave())
  expect(await raiders.join(code)).toEqual(new Set(['entered']))
  const shout = (turn: number) => raiders.tell({ does: 'shout', turn, roomId: room.roomId, body: SPAM })
  const raided = await listen((turn) => void shout(turn))

  const database = new DatabaseSync(join(server.dataDirectory, 'confab.db'), { readOnly: true })
  onTestFinished(() => database.close())
  const countOfSpam = () =>
    Number(database.prepare('SELECT count(*) AS count FROM messages WHERE body = ?').get(SPAM)?.count)
  const spam = countOfSpam()
  expect(spam).toBeGreaterThan(RAIDERS)

  const above = room.view.timeline.cursor
  const askedAt = performance.now()
  expect(await room.lead({ type: 'change-settings', isGuarded: true })).toMatchObject({ ok: true })
  expect(await room.lead({ type: 'clean-up', since, above: null })).toMatchObject({ ok: true })
  const erasing = { type: 'erase-messages', of: 'newcomers', since, until: null } as const
  expect(await room.lead(erasing)).toMatchObject({ ok: true })
  const cleanedInMs = performance.now() - askedAt
  expect(countOfSpam()).toBe(0)
  await expect.poll(() => room.view.roster.count, { timeout: 15_000 }).toBe(honest.talkers.length)

  const guarded = await listen((turn) => {
    void shout(turn)
    void raiders.tell({ does: 'rattle', turn, code })
  })
  expect(await raiders.join(code)).toEqual(new Set(['banned']))
  const stranger = await RaidParty.come(server.port, ['Raider again'])
  onTestFinished(() => stranger.leave())
  expect(await stranger.join(code)).toEqual(new Set(['knock-needed']))

  // Undone: those who were put out by it are members again, and come in without knocking.
  expect(await room.lead({ type: 'clean-up', since, above })).toMatchObject({ ok: true })
  expect(await raiders.join(code)).toEqual(new Set(['entered']))
  expect(await room.lead({ type: 'restore-messages', above })).toMatchObject({ ok: true })
  expect(countOfSpam()).toBe(spam)
  raiders.leave()
  stranger.leave()
  expect(await room.lead({ type: 'change-settings', isGuarded: false })).toMatchObject({ ok: true })
  const verdict = await honest.end()
  expect(verdict.breaches).toEqual([])
  const times = (ms: number) => `${ms.toFixed(1)} ms, ${(ms / calm).toFixed(1)} times as long`
  console.log(
    `p95 from an honest post to an honest screen: calm ${calm.toFixed(1)} ms; ${RAIDERS} raiders writing in the room ${times(raided)}; put out and at the door ${times(guarded)}; guarded and cleaned up in ${Math.round(cleanedInMs)} ms`,
  )
}, 120_000)
