import type { MemberId, RoomCode, RoomId, Sequence, ServerEvent } from '@confab/protocol'
import { createId, type MessageId } from '@confab/protocol'
import { expect, test } from 'vitest'
import { aHello } from './hello.ts'
import { RawLine } from './raw-line.ts'
import { openScene } from './scene.ts'

const TRIES = Number(process.env.CONFAB_REMOVALS ?? 10_000)
const VICTIMS = 20
const TALKERS = 4

/** Posts a talker has on their way at once. */
const POSTS_AT_ONCE = 5

const scene = openScene()

/** A line of bytes that hands on what it hears. */
async function aLine(port: number, hear: (event: ServerEvent) => void): Promise<RawLine> {
  const line = await RawLine.open(port)
  line.send(aHello())
  await line.next('welcome')
  line.onText = (text) => {
    for (const event of JSON.parse(text.toString()) as ServerEvent[]) hear(event)
  }
  return line
}

/** Talks as fast as what was said is told. */
async function talk(
  port: number,
  code: RoomCode,
  name: string,
): Promise<{ line: RawLine; said: () => number }> {
  let roomId: RoomId | null = null
  let said = 0
  const mine = new Set<MessageId>()
  const line = await aLine(port, (event) => {
    if (event.type === 'entered') {
      roomId = event.roomId
      for (let i = 0; i < POSTS_AT_ONCE; i++) post()
    } else if (event.type === 'span')
      for (const record of event.records)
        if (record.kind === 'message' && mine.delete(record.messageId)) post()
  })
  function post(): void {
    if (!roomId) return
    const messageId = createId<MessageId>()
    mine.add(messageId)
    line.send({ type: 'post-message', roomId, messageId, body: `${name} ${++said}` })
  }
  line.send({ type: 'join-room', ref: 1, code, name })
  return { line, said: () => said }
}

test(`[D9] [A23] ${TRIES} removals from a talking room on open lines: nothing above its removal reaches anybody`, async () => {
  const server = await scene.start({ environment: { CONFAB_COMMANDS_PER_SECOND: '100000' } })
  let code: RoomCode | null = null
  const owner = await aLine(server.port, (event) => {
    if (event.type === 'refusal') refusals.push(event.code)
    for (const record of event.type === 'reset' ? [event.room] : []) code = record.code
  })
  const refusals: string[] = []
  owner.send({ type: 'create-room', ref: 1, roomId: createId<RoomId>(), name: 'Ana' })
  await expect.poll(() => code).not.toBeNull()
  const theCode = code as unknown as RoomCode
  const talkers = await Promise.all(
    Array.from({ length: TALKERS }, (_, i) => talk(server.port, theCode, `Talker ${i + 1}`)),
  )

  let begun = 0
  let heard = 0
  const breaches: string[] = []
  const done: number[] = []

  /** Comes in, is put out as soon as something was heard, asks for what is behind the removal, and comes in again. */
  async function suffer(name: string): Promise<void> {
    let me: { memberId: MemberId; roomId: RoomId } | null = null
    let removedAt: Sequence | null = null
    let isAsked = false
    let finish = () => {}
    const over = new Promise<void>((resolve) => {
      finish = resolve
    })
    const comeIn = () => {
      if (begun >= TRIES) return finish()
      begun += 1
      line.send({ type: 'join-room', ref: 1, code: theCode, name })
    }
    const line = await aLine(server.port, (event) => {
      if (event.type === 'entered') {
        me = event
        removedAt = null
        isAsked = false
      } else if (event.type === 'span' && me) {
        const { memberId, roomId } = me
        if (removedAt !== null && event.upTo > removedAt)
          breaches.push(`${name} was removed at ${removedAt} and told up to ${event.upTo}`)
        for (const record of event.records) {
          if (record.kind === 'message' && removedAt === null) heard += 1
          if (record.kind === 'member' && record.memberId === memberId && record.role === 'removed') {
            removedAt = record.version
            if (event.upTo > removedAt)
              breaches.push(`${name} was removed at ${removedAt} in a span up to ${event.upTo}`)
            // What it is answered comes after whatever was on its way.
            const where = { after: removedAt }
            line.send({ type: 'fetch-page', ref: 2, roomId, where, limit: 50 })
          }
        }
        if (removedAt === null && !isAsked) {
          isAsked = true
          owner.send({ type: 'remove-member', ref: 2, roomId, memberId })
        }
      } else if (event.type === 'page') {
        breaches.push(`${name} read a page after the removal`)
        comeIn()
      } else if (event.type === 'refusal' && event.ref === 2) {
        done.push(removedAt ?? 0)
        comeIn()
      } else if (event.type === 'refusal') {
        breaches.push(`${name} was refused: ${event.code}`)
        finish()
      }
    })
    comeIn()
    await over
    line.socket.destroy()
  }

  await Promise.all(Array.from({ length: VICTIMS }, (_, i) => suffer(`Victim ${i + 1}`)))
  const said = talkers.reduce((sum, one) => sum + one.said(), 0)
  console.log(`${done.length} removals while ${said} messages were posted; ${heard} of them heard before`)
  for (const { line } of talkers) line.socket.destroy()
  owner.socket.destroy()
  expect(breaches).toEqual([])
  expect(refusals).toEqual([])
  expect(done).toHaveLength(TRIES)
  expect(new Set(done).size).toBe(TRIES)
  // There was something to be told all the while.
  expect(heard).toBeGreaterThan(TRIES)
  expect(said).toBeGreaterThan(TRIES)
}, 240_000)
