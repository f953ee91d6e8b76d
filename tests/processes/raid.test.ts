import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createMessageId, type RoomCode, type RoomId, type ServerEvent } from '@confab/protocol'
import { expect, onTestFinished, test } from 'vitest'
import { Conversation } from './conversation.ts'
import { aHello } from './hello.ts'
import { RawLine } from './raw-line.ts'
import { openScene, pause } from './scene.ts'

const RAIDERS = 300
const SPAM = 'buy, buy, buy'

/** How long each part of it is listened to, in milliseconds. */
const PART_MS = 5_000

const scene = openScene()

/** Somebody who means no good: comes in under some name, and writes on and on. */
class Raider {
  readonly #line: RawLine
  readonly #name: string
  #ref = 1

  private constructor(line: RawLine, name: string) {
    this.#line = line
    this.#name = name
  }

  static async come(port: number, name: string): Promise<Raider> {
    const line = await RawLine.open(port)
    line.send(aHello())
    await line.next('welcome')
    return new Raider(line, name)
  }

  /** What they are told to it. What else they hear they do not read. */
  async join(code: RoomCode): Promise<string> {
    const ref = ++this.#ref
    this.#line.onText = null
    this.#line.events.length = 0
    this.#line.send({ type: 'join-room', ref, code, name: this.#name })
    const isAnswer = (event: ServerEvent) =>
      (event.type === 'entered' || event.type === 'refusal') && event.ref === ref
    for (;;) {
      const answer = this.#line.events.find(isAnswer)
      if (answer) {
        this.#line.onText = () => {}
        return answer.type === 'refusal' ? answer.code : answer.type
      }
      await pause(10)
    }
  }

  /** Tries the door, and does not wait for the answer. */
  rattle(code: RoomCode): void {
    this.#line.send({ type: 'join-room', ref: ++this.#ref, code, name: this.#name })
  }

  shout(roomId: RoomId): void {
    const messageId = createMessageId(Date.now())
    const command = { type: 'post-message', roomId, messageId, body: SPAM }
    this.#line.write({ opcode: 1, payload: JSON.stringify(command) })
  }

  leave(): void {
    this.#line.socket.destroy()
  }
}

const p95 = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0

test('a raid: those who talk hear each other; the room is guarded and cleaned up at once, and undoing it brings everybody back', async () => {
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
  const some = (nth: number) => raiders.filter((_, i) => i % 10 === nth % 10)

  honest.talk({ everyMs: 200 })
  await pause(1_000)
  const calm = await listen()

  const since = Math.floor(ana.client.serverNow())
  const raiders = await Promise.all(
    Array.from({ length: RAIDERS }, (_, i) => Raider.come(server.port, `Raider ${i}`)),
  )
  expect(new Set(await Promise.all(raiders.map((one) => one.join(code))))).toEqual(new Set(['entered']))
  const raided = await listen((nth) => {
    for (const one of some(nth)) one.shout(room.roomId)
  })

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

  const guarded = await listen((nth) => {
    for (const one of some(nth)) {
      one.shout(room.roomId)
      one.rattle(code)
    }
  })
  expect(new Set(await Promise.all(raiders.map((one) => one.join(code))))).toEqual(new Set(['banned']))
  const stranger = await Raider.come(server.port, 'Raider again')
  expect(await stranger.join(code)).toBe('knock-needed')

  // Undone: those who were put out by it are members again, and come in without knocking.
  expect(await room.lead({ type: 'clean-up', since, above })).toMatchObject({ ok: true })
  expect(new Set(await Promise.all(raiders.map((one) => one.join(code))))).toEqual(new Set(['entered']))
  expect(await room.lead({ type: 'restore-messages', above })).toMatchObject({ ok: true })
  expect(countOfSpam()).toBe(spam)
  for (const one of [...raiders, stranger]) one.leave()
  expect(await room.lead({ type: 'change-settings', isGuarded: false })).toMatchObject({ ok: true })
  const verdict = await honest.end()
  expect(verdict.breaches).toEqual([])
  const times = (ms: number) => `${ms.toFixed(1)} ms, ${(ms / calm).toFixed(1)} times as long`
  console.log(
    `p95 from an honest post to an honest screen: calm ${calm.toFixed(1)} ms; ${RAIDERS} raiders writing in the room ${times(raided)}; put out and at the door ${times(guarded)}; guarded and cleaned up in ${Math.round(cleanedInMs)} ms`,
  )
}, 120_000)
