import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createId, type RoomId, SUBPROTOCOL } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { aHello } from './hello.ts'
import { RawLine } from './raw-line.ts'
import { openScene, pause } from './scene.ts'

const scene = openScene()
const open: { destroy(): void }[] = []

afterEach(() => {
  for (const one of open.splice(0)) one.destroy()
})

async function aLine(port: number, headers: readonly string[] = []): Promise<RawLine> {
  const line = await RawLine.open(port, headers)
  open.push(line.socket)
  return line
}

/** A connection that has said nothing yet. */
async function aSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  open.push(socket)
  await once(socket, 'connect')
  return socket
}

/** Everything a server says before it ends the line. */
function heardOf(socket: Socket): Promise<string> {
  let heard = ''
  socket.on('data', (data: Buffer) => {
    heard += data.toString()
  })
  return new Promise((resolve) => socket.once('close', () => resolve(heard)))
}

const HANDSHAKE = [
  'GET /ws HTTP/1.1',
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
  `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
]

/** Bytes a process has in memory. */
function memoryOf(processId: number): number {
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]
  return Number(resident ?? 0) * 1024
}

describe('[D10] [A27] one address', () => {
  test('holds its share and no more, and makes it anew as fast as it may', async () => {
    const PEOPLE = 200
    const { port } = await scene.start({
      environment: { CONFAB_TRUST_PROXY: 'loopback', CONFAB_CONNECTIONS_PER_ADDRESS: String(PEOPLE) },
    })
    const school = ['X-Forwarded-For: 203.0.113.7']
    const crowd = () => Promise.all(Array.from({ length: PEOPLE }, () => aLine(port, school)))
    const lines = await crowd()
    await expect(RawLine.open(port, school)).rejects.toThrow(/429[\s\S]*retry-after: \d/)
    await aLine(port, ['X-Forwarded-For: 203.0.113.8'])

    // All its connections may be made anew in 20 s, so a second or two are enough for some of them.
    for (const { socket } of lines) socket.destroy()
    await pause(1_000)
    const back = await Promise.allSettled(Array.from({ length: PEOPLE }, () => aLine(port, school)))
    const came = back.filter(({ status }) => status === 'fulfilled').length
    expect(came).toBeGreaterThan(0)
    expect(came).toBeLessThan(PEOPLE)
  }, 30_000)
})

test('[D10] [A28] of 400 who say hello at once all get in, those who come back first', async () => {
  const { port } = await scene.start({ environment: { CONFAB_HELLOS_PER_SECOND: '100' } })
  const crowd = await Promise.all(Array.from({ length: 400 }, () => aLine(port)))
  const resume = [{ ref: 1, roomId: createId<RoomId>(), cursor: null }]
  const welcomed: ('new' | 'back')[] = []
  const all = crowd.map(async (line, i) => {
    const kind = i < 200 ? 'new' : 'back'
    line.send(aHello({ resume: kind === 'back' ? resume : [] }))
    await line.next('welcome')
    welcomed.push(kind)
  })
  await Promise.all(all)
  // A burst of a hundred newcomers was heard before anybody else was there.
  const [early, late] = [welcomed.slice(100, 300), welcomed.slice(300)]
  expect(early.filter((kind) => kind === 'back').length).toBeGreaterThan(150)
  expect(late.filter((kind) => kind === 'new').length).toBeGreaterThan(50)
}, 30_000)

describe('[D10] a handshake', () => {
  test('[A13] that takes its time is ended, and so is one that never begins; others are let in meanwhile', async () => {
    const { port } = await scene.start()
    const silent = await aSocket(port)
    const slow = await aSocket(port)
    const heard = [heardOf(silent), heardOf(slow)]
    const text = [...HANDSHAKE, '\r\n'].join('\r\n')
    let sent = 0
    const drip = setInterval(() => slow.write(text[sent++] ?? ''), 500)
    const startedAt = performance.now()
    const other = await aLine(port)
    other.send(aHello())
    await other.next('welcome')
    const [atSilent, atSlow] = await Promise.all(heard)
    clearInterval(drip)
    expect(atSlow).toContain('408')
    expect(atSilent).not.toContain('101')
    expect(performance.now() - startedAt).toBeLessThan(20_000)
  }, 30_000)

  test.each([
    ['[A13] two thousand headers', Array.from({ length: 2_000 }, (_, i) => `X-Header-${i}: x`), '431'],
    ['[A13] a header of 64 KiB', [`X-Header: ${'x'.repeat(65_536)}`], '431'],
    ['a header that is none', ['X Header'], '400'],
    ['two lengths', ['Content-Length: 1', 'Content-Length: 2'], '400'],
  ])('with %s is refused, and the server lives', async (_what, headers, status) => {
    const { port, url } = await scene.start()
    await expect(RawLine.open(port, headers)).rejects.toThrow(status)
    const caller = await Caller.connect(url)
    caller.socket.terminate()
  })

  test('[A37] with two thousand small headers still comes from where the last of them says', async () => {
    const { port } = await scene.start({
      environment: { CONFAB_TRUST_PROXY: 'loopback', CONFAB_CONNECTIONS_PER_ADDRESS: '1' },
    })
    const many = Array.from({ length: 2_000 }, () => 'a:b')
    await aLine(port, [...many, 'X-Forwarded-For: 203.0.113.7'])
    await expect(RawLine.open(port, [...many, 'X-Forwarded-For: 203.0.113.7'])).rejects.toThrow('429')
    await aLine(port, [...many, 'X-Forwarded-For: 203.0.113.8'])
  })

  test.each([
    ['[A17] of a whole address', 'GET http://evil.example.org/ws HTTP/1.1'],
    ['[A17] of another path', 'GET /healthz HTTP/1.1'],
    ['by another method', 'POST /ws HTTP/1.1'],
  ])('%s is no way in', async (_what, first) => {
    const { port } = await scene.start()
    const socket = await aSocket(port)
    const heard = heardOf(socket)
    socket.write([first, ...HANDSHAKE.slice(1), '\r\n'].join('\r\n'))
    socket.end()
    expect(await heard).not.toContain('101 Switching')
  })

  test('[A17] to another protocol is no way in', async () => {
    const { port } = await scene.start()
    const socket = await aSocket(port)
    const heard = heardOf(socket)
    const lines = [
      'GET /ws HTTP/1.1',
      'Host: 127.0.0.1',
      'Connection: Upgrade, HTTP2-Settings',
      'Upgrade: h2c',
    ]
    socket.write([...lines, 'HTTP2-Settings: AAMAAABkAAQAAP__', '\r\n'].join('\r\n'))
    socket.end()
    expect(await heard).not.toContain('101 Switching')
  })

  test('[A17] with a second request behind it is a line with nonsense on it', async () => {
    const { port } = await scene.start()
    const socket = await aSocket(port)
    const heard = heardOf(socket)
    socket.write([...HANDSHAKE, '', 'GET /healthz HTTP/1.1', 'Host: 127.0.0.1', '\r\n'].join('\r\n'))
    const answer = await heard
    expect(answer).toContain('101 Switching')
    expect(answer).not.toContain('200 OK')
  })
})

test('[D10] [A35] a body that comes byte by byte is not waited for', async () => {
  const { port } = await scene.start()
  const socket = await aSocket(port)
  const heard = heardOf(socket)
  const head = [
    'POST /handoffs/take HTTP/1.1',
    'Host: a',
    'Content-Type: application/json',
    'Content-Length: 1000',
  ]
  socket.write([...head, '\r\n'].join('\r\n'))
  const drip = setInterval(() => socket.write(' '), 500)
  const startedAt = performance.now()
  expect(await heard).not.toContain('200 OK')
  clearInterval(drip)
  expect(performance.now() - startedAt).toBeLessThan(20_000)
}, 30_000)

test('[D10] [A3] a hundred thousand pieces of one letter end the line, and take no memory', async () => {
  const { port, pid } = await scene.start()
  const line = await aLine(port)
  line.send(aHello())
  await line.next('welcome')
  const before = memoryOf(pid)
  const pieces = Array.from({ length: 100_000 }, () => ({ opcode: 0, isFinal: false, payload: 'x' }))
  line.write({ opcode: 1, isFinal: false, payload: 'x' }, ...pieces)
  await line.gone
  expect(memoryOf(pid) - before).toBeLessThan(64 * 1024 * 1024)
})

test.each(['fetch-page', 'resume-room'] as const)(
  '[D10] [A11] asking for history in a loop (%s) is refused with a time, then ends the line; others are answered meanwhile',
  async (type) => {
    const { port, url } = await scene.start()
    const ana = scene.talker('Ana', url)
    const code = await ana.create()
    const line = await aLine(port)
    line.send(aHello())
    await line.next('welcome')
    line.send({ type: 'join-room', ref: 1, code, name: 'Bo' })
    const { roomId, epoch } = await line.next('entered')
    for (let ref = 2; ref < 1_000; ref++)
      if (type === 'fetch-page') line.send({ type, ref, roomId, where: { before: 1_000 }, limit: 50 })
      else line.send({ type, ref, roomId, cursor: { epoch, sequence: 0 } })
    const said = ana.post('still here')
    while (line.closeCode === null) await once(line.socket, 'data')
    expect(line.closeCode).toBe(4429)
    const refusals = line.events.flatMap((event) => (event.type === 'refusal' ? [event.code] : []))
    expect(refusals).toContain('rate-limited')
    const answers = line.events.filter((event) => event.type === 'page' || event.type === 'entered')
    expect(answers.length).toBeLessThan(100)
    await ana.whenQuiet(5_000)
    expect(ana.history.acked).toContain(said)
  },
)
