import {
  type Command,
  decodeCommand,
  FRAME_BYTES_MAX,
  HEARTBEAT_ANSWER_MS,
  HEARTBEAT_MS,
  HELLO_BYTES_MAX,
  HELLO_TIMEOUT_MS,
  type RoomId,
  type TabId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import { BEHIND_BYTES, COMMAND_BUCKET, UNSENT_BYTES_MAX } from '../limits.ts'
import { createCounters } from '../observability/counters.ts'
import { AskAgain, encodeForDelivery } from '../rooms/room-connection.ts'
import type { TokenHash } from '../store/store.ts'
import { FakeLine } from '../testing/fake-line.ts'
import { Connection } from './connection.ts'

const kitchen = anId<RoomId>('kitchen')
const tabId = anId<TabId>('tab')
const HELLO = JSON.stringify({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })
const probe = (ref: number) => JSON.stringify({ type: 'probe', ref })
const post = (body: string) =>
  JSON.stringify({ type: 'post-message', roomId: kitchen, messageId: anId('message'), body })
const done = (ref: number) => encodeForDelivery({ type: 'done', ref })

/** A connection, its line, its commands, and its time by hand. */
function aConnection({ greeted = true, commandLimit = COMMAND_BUCKET } = {}) {
  const line = new FakeLine()
  const commands: Command[] = []
  const turns: (() => void)[] = []
  const time = { now: 0 }
  let closed = 0
  const connection = new Connection(
    line,
    { address: '203.0.113.7', label: '' },
    {
      decode: decodeCommand,
      counters: createCounters(),
      commandLimit,
      monotonic: () => time.now,
      random: () => 0,
      willFlush: (connection) => turns.push(() => connection.flush()),
      onCommand(self, command) {
        commands.push(command)
        if (command.type === 'hello')
          self.greet({ at: 0, tokenHash: 'hash' as TokenHash, tabId: command.tabId })
      },
      onClosed: () => {
        closed++
      },
    },
  )
  if (greeted) connection.receive(HELLO)
  commands.length = 0
  return {
    connection,
    line,
    commands,
    time,
    get closed() {
      return closed
    },
    /** Ends this turn of the loop. */
    turn() {
      for (const callback of turns.splice(0)) callback()
    },
    /** Goes on second by second, as the node looks at it. */
    wait(ms: number) {
      for (const until = time.now + ms; time.now < until; ) {
        time.now += 1_000
        connection.tick(time.now)
      }
    },
  }
}

describe('the hello', () => {
  test('[A12] comes in time, or the line is closed', () => {
    const { connection, line, wait } = aConnection({ greeted: false })
    wait(HELLO_TIMEOUT_MS - 1_000)
    expect(line.ended).toBeNull()
    wait(1_000)
    expect(line.ended).toBe(4408)
    expect(connection.isOpen).toBe(false)
  })

  test('[A12] comes once', () => {
    const { connection, line } = aConnection()
    connection.receive(HELLO)
    expect(line.ended).toBe(4400)
  })

  test('[A12] comes first', () => {
    const { connection, line, commands } = aConnection({ greeted: false })
    connection.receive(probe(1))
    expect(line.ended).toBe(4400)
    expect(commands).toEqual([])
  })

  test('with a field that is not allowed leaves nobody to answer', () => {
    const { connection, line } = aConnection({ greeted: false })
    connection.receive(HELLO.replace('"tests"', '""'))
    expect(line.ended).toBe(4400)
  })

  test('until it comes nobody is on the line', () => {
    const { connection } = aConnection({ greeted: false })
    expect(() => connection.tokenHash).toThrow()
  })
})

describe('[D10] a frame', () => {
  test.each([
    ['before the hello', false, HELLO_BYTES_MAX],
    ['after it', true, FRAME_BYTES_MAX],
  ])('%s may be so large and no larger, in bytes', (_when, greeted, bytesMax) => {
    for (const [filler, width] of [
      ['x', 1],
      ['字', 3],
    ] as const) {
      const frame = (bytes: number) => {
        const empty = Buffer.byteLength(post(''))
        return post(filler.repeat(Math.floor((bytes - empty) / width)).padEnd(0))
      }
      const inside = aConnection({ greeted })
      inside.connection.receive(frame(bytesMax))
      expect(inside.line.ended).toBe(greeted ? null : 4400)
      const outside = aConnection({ greeted })
      outside.connection.receive(frame(bytesMax + width))
      expect(outside.line.ended).toBe(1009)
    }
  })

  test('that is not text closes the line', () => {
    const { connection, line } = aConnection()
    connection.receiveBinary()
    expect(line.ended).toBe(1003)
  })

  test.each([
    '',
    '{',
    'null',
    '7',
    '[]',
    '"hello"',
    '{}',
    '{"type":"shout","ref":1}',
    '{"type":"constructor"}',
  ])('like %s is malformed', (text) => {
    const { connection, line, commands } = aConnection()
    connection.receive(text)
    expect(line.ended).toBe(4400)
    expect(commands).toEqual([])
  })

  test('with a field that is not allowed is refused to who sent it', () => {
    const { connection, line, turn } = aConnection()
    connection.receive('{"type":"probe","ref":7,"isAdmin":true}')
    connection.receive(post('salt').replace('}', ',"sender":"ana"}'))
    turn()
    expect(line.events).toEqual([
      { type: 'refusal', ref: 7, code: 'invalid' },
      { type: 'post-refusal', roomId: kitchen, messageId: anId('message'), code: 'invalid' },
    ])
    expect(line.ended).toBeNull()
  })
})

describe('[D10] too many commands', () => {
  test('are as many as the node says', () => {
    const { connection, commands } = aConnection({ commandLimit: { burst: 3, perSecond: 1 } })
    for (let ref = 1; ref <= 5; ref++) connection.receive(probe(ref))
    expect(commands).toHaveLength(2)
  })

  test('are refused with the time to wait, and allowed again after it', () => {
    const { connection, line, commands, time, turn } = aConnection()
    // The hello was one of the burst.
    for (let ref = 1; ref < COMMAND_BUCKET.burst; ref++) connection.receive(probe(ref))
    expect(commands).toHaveLength(COMMAND_BUCKET.burst - 1)
    connection.receive(probe(100))
    connection.receive(post('salt'))
    turn()
    const retryAfterMs = 1_000 / COMMAND_BUCKET.perSecond
    expect(line.events).toEqual([
      { type: 'refusal', ref: 100, code: 'rate-limited', retryAfterMs },
      {
        type: 'post-refusal',
        roomId: kitchen,
        messageId: anId('message'),
        code: 'rate-limited',
        retryAfterMs,
      },
    ])
    time.now += retryAfterMs
    connection.receive(post('salt'))
    expect(commands.at(-1)).toMatchObject({ body: 'salt' })
    expect(line.ended).toBeNull()
  })

  test('and more, without a look at the answers, end the line', () => {
    const { connection, line } = aConnection()
    let sent = 0
    while (line.ended === null && sent < 1_000) {
      connection.receive(probe(1))
      sent++
    }
    expect(line.ended).toBe(4429)
    expect(sent).toBe(COMMAND_BUCKET.burst - 1 + 201)
  })

  test.each(['alive', 'set-typing', 'ping'])(
    '[A19] of the kind nobody answers (%s) are counted as well',
    (kind) => {
      const { connection, line } = aConnection()
      const typing = JSON.stringify({ type: 'set-typing', roomId: kitchen, isTyping: true })
      for (let sent = 0; sent < 300; sent++)
        if (kind === 'ping') connection.receivePing()
        else connection.receive(kind === 'alive' ? '{"type":"alive"}' : typing)
      expect(line.ended).toBe(4429)
    },
  )

  test('lose nothing that was seen: the furthest in each room is heard a moment later', () => {
    const { connection, commands, time, wait } = aConnection({ commandLimit: { burst: 2, perSecond: 1 } })
    const harbour = anId<RoomId>('harbour')
    for (const roomId of [kitchen, harbour])
      connection.rooms.set(roomId, { headFor: () => null, leave: () => {} })
    const seen = (roomId: RoomId, upTo: number) =>
      connection.receive(JSON.stringify({ type: 'mark-read', roomId, upTo }))
    seen(kitchen, 3)
    seen(kitchen, 5)
    seen(kitchen, 4)
    seen(harbour, 9)
    seen(anId<RoomId>('elsewhere'), 2)
    connection.tick(time.now)
    expect(commands).toMatchObject([{ roomId: kitchen, upTo: 3 }])
    commands.length = 0
    for (let second = 0; second < 3; second++) wait(1_000)
    expect(commands).toEqual([
      { type: 'mark-read', roomId: kitchen, upTo: 5 },
      { type: 'mark-read', roomId: harbour, upTo: 9 },
    ])
  })

  test('pings may be answered until there are too many', () => {
    const { connection, time } = aConnection()
    for (let sent = 1; sent < COMMAND_BUCKET.burst; sent++) expect(connection.receivePing()).toBe(true)
    expect(connection.receivePing()).toBe(false)
    time.now += 1_000
    expect(connection.receivePing()).toBe(true)
  })

  test('of a hand at work are never too many', () => {
    const { connection, line, commands, time } = aConnection()
    for (let i = 0; i < 1_000; i++) {
      time.now += 50
      connection.receive(post(`word ${i}`))
    }
    expect(commands).toHaveLength(1_000)
    expect(line.ended).toBeNull()
  })
})

describe('what it says', () => {
  test('in one turn of the loop is one frame, in order', () => {
    const { connection, line, turn } = aConnection()
    for (const ref of [1, 2, 3]) connection.deliver(done(ref))
    expect(line.frames).toEqual([])
    turn()
    expect(line.frames).toHaveLength(1)
    expect(line.events).toMatchObject([{ ref: 1 }, { ref: 2 }, { ref: 3 }])
    connection.deliver(done(4))
    turn()
    expect(line.frames).toHaveLength(2)
  })

  test('to everyone goes out as the bytes everyone gets', () => {
    const { connection, line, turn } = aConnection()
    const event = done(1)
    connection.deliver(event)
    turn()
    expect(line.sent[0]).toBe(event)
  })

  test('before it closes still goes out, and nothing after', () => {
    const { connection, line, turn } = aConnection()
    connection.deliver(done(1))
    connection.close(1012, '5000')
    connection.deliver(done(2))
    connection.receive(probe(3))
    turn()
    expect(line.events).toEqual([{ type: 'done', ref: 1 }])
    expect([line.ended, line.reason]).toEqual([1012, '5000'])
  })

  test('and may be dropped is dropped above 64 KiB unsent; what must be heard is not', () => {
    const { connection, line, turn } = aConnection()
    line.unsentBytes = 64 * 1024
    expect(connection.whisper(done(1))).toBe(true)
    line.unsentBytes += 1
    expect(connection.whisper(done(2))).toBe(false)
    connection.deliver(done(3))
    turn()
    expect(line.events).toMatchObject([{ ref: 1 }, { ref: 3 }])
  })
})

describe('[D10] [A26] who reads too slowly', () => {
  test('is behind above 128 KiB unsent, and not at it', () => {
    const { connection, line } = aConnection()
    line.unsentBytes = BEHIND_BYTES
    expect(connection.isBehind).toBe(false)
    line.unsentBytes += 1
    expect(connection.isBehind).toBe(true)
  })

  test('is cut, not closed, above 1 MiB unsent', () => {
    const told = aConnection()
    told.line.unsentBytes = UNSENT_BYTES_MAX
    told.connection.deliver(done(1))
    told.turn()
    expect(told.line.ended).toBeNull()
    told.line.unsentBytes += 1
    told.connection.deliver(done(2))
    told.turn()
    expect(told.line.ended).toBe('cut')
    expect(told.closed).toBe(1)
  })

  test('is cut when anything stays unsent for 15 s, however little', () => {
    const { connection, line, wait } = aConnection()
    line.unsentBytes = 1
    wait(14_000)
    expect(line.ended).toBeNull()
    wait(1_000)
    expect(line.ended).toBe('cut')
    expect(connection.isOpen).toBe(false)
  })

  test('and takes a little all the time is slow, not stuck', () => {
    const { connection, line, wait, turn } = aConnection()
    line.isMute = true
    for (let second = 0; second < 40; second++) {
      connection.deliver(done(second + 1))
      turn()
      line.unsentBytes -= 20
      connection.onAlive()
      wait(1_000)
    }
    expect(line.unsentBytes).toBeGreaterThan(0)
    expect(line.ended).toBeNull()
  })

  test('is not waited for when it is closed with much unsent', () => {
    const { connection, line } = aConnection()
    line.unsentBytes = 100_000
    connection.close(1012, '5000')
    expect(line.ended).toBe('cut')
  })

  test('does one large thing after another, and refuses to line up more than it can mean', async () => {
    const { connection } = aConnection()
    const order: number[] = []
    const turns = Array.from({ length: 100 }, (_, i) =>
      connection.inTurn(async () => {
        order.push(i)
      }),
    )
    await expect(connection.inTurn(async () => {})).rejects.toThrow(AskAgain)
    await Promise.all(turns)
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i))
    await connection.inTurn(async () => {})
  })

  test('and catches up now and then is left in peace', () => {
    const { line, wait, connection } = aConnection()
    for (let i = 0; i < 4; i++) {
      line.unsentBytes = 1_000
      wait(10_000)
      line.unsentBytes = 0
      wait(1_000)
      connection.onAlive()
    }
    expect(line.ended).toBeNull()
  })

  test('gets the next piece once the last has left, or never when the line goes', async () => {
    const { connection, line } = aConnection()
    line.unsentBytes = 64 * 1024
    let pieces = 0
    const next = () => connection.drained().then(() => pieces++)
    const first = next()
    connection.onDrained()
    await Promise.resolve()
    expect(pieces).toBe(0)
    line.unsentBytes -= 1
    connection.onDrained()
    await first
    expect(pieces).toBe(1)
    line.unsentBytes = UNSENT_BYTES_MAX
    const last = next()
    connection.cut('unsent')
    await last
    expect(connection.isOpen).toBe(false)
  })
})

describe('heartbeats', () => {
  test('carry the heads of the rooms one is in, the first within a time of its own', () => {
    const { connection, line, wait, turn } = aConnection()
    connection.rooms.set(kitchen, { headFor: () => 41, leave: () => {} })
    wait(12_000)
    turn()
    expect(line.events).toEqual([{ type: 'heartbeat', heads: [{ roomId: kitchen, head: 41 }] }])
    connection.onAlive()
    wait(HEARTBEAT_MS - 1_000)
    turn()
    expect(line.events).toHaveLength(1)
    wait(1_000)
    turn()
    expect(line.events).toHaveLength(2)
  })

  test('[A25] answered keep the line; one missed is asked again at once; two end it', () => {
    const { connection, line, wait, turn } = aConnection()
    wait(12_000)
    connection.receive('{"type":"alive"}')
    connection.onAlive()
    wait(HEARTBEAT_MS + HEARTBEAT_ANSWER_MS)
    turn()
    expect(line.events.filter((event) => event.type === 'heartbeat')).toHaveLength(3)
    expect(line.ended).toBeNull()
    wait(HEARTBEAT_ANSWER_MS)
    expect(line.ended).toBe('cut')
  })

  test('missed once and answered then start anew', () => {
    const { connection, line, wait } = aConnection()
    wait(12_000 + HEARTBEAT_ANSWER_MS)
    connection.onAlive()
    wait(HEARTBEAT_MS + HEARTBEAT_ANSWER_MS)
    expect(line.ended).toBeNull()
  })
})

test('[D9] a line that is gone is heard and told nothing, and said goodbye to once', () => {
  const world = aConnection()
  world.connection.onGone()
  world.connection.deliver(done(1))
  world.connection.receive(probe(1))
  world.connection.receivePing()
  world.connection.close(1012)
  world.connection.cut('unsent')
  world.wait(60_000)
  world.turn()
  expect(world.line.frames).toEqual([])
  expect(world.commands).toEqual([])
  expect(world.line.ended).toBeNull()
  expect(world.closed).toBe(1)
})
