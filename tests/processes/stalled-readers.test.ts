import {
  createId,
  type Epoch,
  type IdentityToken,
  type RoomCode,
  type RoomId,
  type Sequence,
  type Span,
  type TabId,
} from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test } from 'vitest'
import { Conversation, percentiles } from './conversation.ts'
import { RawLine } from './raw-line.ts'
import { openScene, pause } from './scene.ts'

const READERS = 400
const STALLED = 200
const TALKERS = 6

/** What the stalled ones together may cost the server, in MiB. */
const GROWTH_MIB_MAX = 64

/** How long somebody who takes nothing may be kept, with what the system takes for them first, in milliseconds. */
const CUT_MS_MAX = 60_000

/** Long enough that what the system buffers for a line is soon full. */
const LONG_WORDS = '字'.repeat(7_900)

/** Time between two rounds of six posts, in milliseconds. */
const TALK_EVERY_MS = 400

/** How long everybody reads before some stall, in milliseconds. */
const WARM_UP_MS = 5_000

const scene = openScene()

type Who = { token: IdentityToken | null; roomId: RoomId; epoch: Epoch; head: Sequence }

/** Somebody who only reads, and of what comes keeps no more than how far it goes. */
class Reader {
  readonly line: RawLine
  readonly token: IdentityToken | null
  readonly roomId: RoomId
  readonly epoch: Epoch
  readonly holes: string[] = []
  cursor: number

  private constructor(line: RawLine, who: Who) {
    this.line = line
    this.token = who.token
    this.roomId = who.roomId
    this.epoch = who.epoch
    this.cursor = who.head
    for (const event of line.events) if (event.type === 'span') this.#apply(event)
    line.onText = (text) => this.#read(text)
  }

  static async open(port: number, code: RoomCode, name: string): Promise<Reader> {
    const line = await RawLine.open(port)
    line.send({ type: 'hello', token: null, tabId: createId<TabId>(), client: 'tests', resume: [] })
    const { token } = await line.next('welcome')
    line.send({ type: 'join-room', ref: 1, code, name })
    const { roomId, epoch, head } = await line.next('entered')
    await line.next('reset')
    return new Reader(line, { token, roomId, epoch, head })
  }

  #apply({ after, upTo }: Pick<Span, 'after' | 'upTo'>): void {
    if (after > this.cursor) this.holes.push(`${this.cursor} to ${after}`)
    this.cursor = Math.max(this.cursor, upTo)
  }

  /** Bodies have no quotes in them, so nothing else looks like this. */
  #read(text: Buffer): void {
    const latin = text.toString('latin1')
    for (const [, after, upTo] of latin.matchAll(/"after":(\d+),"upTo":(\d+)/g))
      this.#apply({ after: Number(after), upTo: Number(upTo) })
    if (latin.includes('"type":"heartbeat"')) this.line.send({ type: 'alive' })
  }

  /** Comes back from where it stood, and answers how far it got: to the head, without a hole. */
  async resume(url: string): Promise<Sequence> {
    const back = await Caller.connect(url)
    const { token, roomId, epoch, cursor } = this
    const resume = [{ ref: 1, roomId, cursor: { epoch, sequence: cursor } }]
    back.send({ type: 'hello', token, tabId: createId<TabId>(), client: 'tests', resume })
    const entered = await back.next('entered')
    if (entered.by === 'reset') this.cursor = (await back.next('reset')).page.to
    else await back.next('span', ({ upTo }) => upTo >= entered.head)
    for (const event of back.events) if (event.type === 'span') this.#apply(event)
    back.socket.terminate()
    return this.cursor
  }
}

test('[D10, D6] [A26] two hundred of four hundred readers stall: they cost little, delay nobody, are cut, and come back exactly', async () => {
  const server = await scene.start()
  const room = await Conversation.open(scene, server, TALKERS)
  const readers: Reader[] = []
  while (readers.length < READERS)
    readers.push(
      ...(await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          Reader.open(server.port, room.code, `Reader ${readers.length + i}`),
        ),
      )),
    )
  const stalled = readers.slice(0, STALLED)
  const reading = readers.slice(STALLED)

  // What serving four hundred readers takes is no cost of the stalled ones: first everybody reads.
  let residentMib = 0
  const watch = setInterval(() => {
    residentMib = Math.max(residentMib, server.residentKib / 1_024)
  }, 100)
  room.talk({ everyMs: TALK_EVERY_MS, waitingMax: 5, words: LONG_WORDS })
  await pause(WARM_UP_MS)
  const beforeMib = residentMib

  let gone = 0
  for (const { line } of stalled) {
    line.socket.pause()
    void line.gone.then(() => {
      gone += 1
    })
  }
  const stalledAt = performance.now()
  while (gone < STALLED && performance.now() - stalledAt < CUT_MS_MAX) {
    await pause(1_000)
    // Pongs nobody asked for: they show when the other end is gone, which a line that is not read does not tell.
    for (const { line } of stalled) line.write({ opcode: 10 })
  }
  const cutAfterMs = performance.now() - stalledAt
  clearInterval(watch)
  const { breaches, acked, said, history } = await room.end()
  while (reading.some(({ cursor }) => cursor < history.head)) await pause(20)
  console.log(
    `${gone} stalled readers cut within ${Math.round(cutAfterMs)} ms; memory ${Math.round(beforeMib)} MiB before, ${Math.round(residentMib)} at most; ${said} posts of 24 KB, acks ${percentiles(room.ackMs)}`,
  )
  expect(gone).toBe(STALLED)
  expect(residentMib - beforeMib).toBeLessThan(GROWTH_MIB_MAX)
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  for (const reader of stalled) expect(await reader.resume(server.url)).toBeGreaterThanOrEqual(history.head)
  expect(readers.flatMap(({ holes }) => holes)).toEqual([])
}, 240_000)
