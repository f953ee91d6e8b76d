import { readFileSync } from 'node:fs'
import {
  type Command,
  createId,
  createIdentityToken,
  type Epoch,
  type IdentityToken,
  type MessageId,
  type RoomCode,
  type RoomId,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { COMMAND_EXAMPLES } from '@confab/protocol/testing/examples'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { aHello } from './hello.ts'
import { type RawFrame, RawLine } from './raw-line.ts'
import { ServerProcess } from './server-process.ts'
import { Talker } from './talker.ts'

const HARBOUR = anId<RoomId>('harbour')
const callers: { socket: { destroy?(): void; terminate?(): void } }[] = []
let server: ServerProcess
let bystander: Talker
let code: RoomCode
let roomId: RoomId
let epoch: Epoch
let pid: number
let people = 0

beforeAll(async () => {
  // Behind a proxy of its own, so that every stranger can come from another address.
  server = await ServerProcess.start({ environment: { CONFAB_TRUST_PROXY: 'loopback' } })
  pid = server.pid
  bystander = new Talker('Ana', server.url)
  code = await bystander.create()
  roomId = bystander.room.roomId
  const { epoch: known } = bystander.room.view.timeline
  if (known === null) throw new Error('an epoch was expected')
  epoch = known
}, 30_000)

afterAll(async () => {
  bystander?.close()
  await server?.destroy()
})

// What anybody sent, everybody else goes on talking in the same process.
afterEach(async () => {
  for (const { socket } of callers.splice(0)) {
    socket.destroy?.()
    socket.terminate?.()
  }
  const messageId = bystander.post('still here')
  await bystander.whenQuiet(5_000)
  expect(bystander.history.acked).toContain(messageId)
  expect(server.pid).toBe(pid)
})

const origin = () => `http://127.0.0.1:${server.port}`
const forwarded = () => {
  people++
  return `10.${(people >> 16) & 255}.${(people >> 8) & 255}.${people & 255}`
}

async function aStranger(headers: Record<string, string> = {}): Promise<Caller> {
  const caller = await Caller.connect(server.url, { 'x-forwarded-for': forwarded(), ...headers })
  callers.push(caller)
  return caller
}

async function aGuest(): Promise<{ caller: Caller; token: IdentityToken }> {
  const caller = await aStranger()
  caller.send(aHello())
  const { token } = await caller.next('welcome')
  if (token === null) throw new Error('a token was expected')
  return { caller, token }
}

async function aMember(): Promise<{ caller: Caller; token: IdentityToken }> {
  const guest = await aGuest()
  guest.caller.send({ type: 'join-room', ref: 1, code, name: `Guest ${people}` })
  await guest.caller.next('entered')
  return guest
}

/** What a stranger is answered who says this about a room; null when there is no answer. */
async function answerAbout(room: RoomId, command: Command): Promise<string | null> {
  const { caller } = await aGuest()
  caller.socket.send(JSON.stringify({ ...command, roomId: room }))
  caller.send({ type: 'probe', ref: 77 })
  await caller.next('done', (done) => done.ref === 77)
  if ('ref' in command && caller.events.length < 3)
    return (await caller.next('refusal', (refusal) => refusal.ref === command.ref)).code
  for (const event of caller.events) {
    if (event.type === 'refusal' || event.type === 'post-refusal') return event.code
    if (event.type === 'done' && event.ref !== 77) return event.type
  }
  return null
}

async function aRawLine(): Promise<RawLine> {
  const line = await RawLine.open(server.port, [`X-Forwarded-For: ${forwarded()}`])
  callers.push(line)
  return line
}

const post = (body: string, fields: object = {}) =>
  JSON.stringify({ type: 'post-message', roomId, messageId: createId<MessageId>(), body, ...fields })
const probe = (more: string) => `{"type":"probe","ref":7${more}}`

describe('a frame that breaks the protocol costs its sender the line', () => {
  test.each([
    ['[A6] nothing', '', 4400],
    ['[A6] not JSON', 'hello', 4400],
    ['half a JSON', '{"type":"probe"', 4400],
    ['[A6] null', 'null', 4400],
    ['[A6] a number', '42', 4400],
    ['a string', '"probe"', 4400],
    ['[A6] an array', `[${probe('')}]`, 4400],
    ['[A6] a byte order mark', `\ufeff${probe('')}`, 4400],
    ['[A6] NaN', '{"type":"probe","ref":NaN}', 4400],
    ['a number too large for one', '{"type":"probe","ref":1e999}', 4400],
    ['a type nobody knows', '{"type":"shout","ref":7}', 4400],
    ['a type from JavaScript', '{"type":"__proto__","ref":7}', 4400],
    ['a type that is none', '{"type":["probe"],"ref":7}', 4400],
    ['no type', '{"ref":7}', 4400],
    ['a key twice', '{"type":"probe","ref":7,"ref":8}', 4400],
    ['a key twice, once escaped', '{"type":"probe","ref":7,"\\u0072ef":8}', 4400],
    ['[A7] 60,000 arrays in one another', '['.repeat(60_000), 4400],
    ['[A7] 30,000 whole arrays in one another', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, 4400],
    [
      '[A7] arrays in a body',
      `{"type":"post-message","body":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
      4400,
    ],
    ['[A12] a second hello', JSON.stringify(aHello()), 4400],
    ['[A2] 64 KiB and one byte', post('').replace('""', `"${'x'.repeat(65_536)}"`), 1009],
    ['[A2] 10 MiB', 'x'.repeat(10 * 1024 * 1024), 1009],
  ])('%s', async (_what, text, closeCode) => {
    const { caller } = await aGuest()
    caller.socket.send(text)
    expect((await caller.end()).code).toBe(closeCode)
  })

  test('[A5] bytes instead of text', async () => {
    const { caller } = await aGuest()
    caller.socket.send(Buffer.from(probe('')), { binary: true })
    expect((await caller.end()).code).toBe(1003)
  })

  test.each([
    ['[A12] a command', probe(''), 4400],
    ['a hello with another field', JSON.stringify({ ...aHello(), isAdmin: true }), 4400],
    ['[A16] a hello with a token that is none', JSON.stringify({ ...aHello(), token: 'ana' }), 4400],
    ['a hello with NUL in it', JSON.stringify(aHello({ client: 'a\u0000b' })), 4400],
    ['[A2] 8 KiB and more', JSON.stringify({ ...aHello(), client: 'x'.repeat(8_192) }), 1009],
  ])('before the hello: %s', async (_what, text, closeCode) => {
    const stranger = await aStranger()
    stranger.socket.send(text)
    expect((await stranger.end()).code).toBe(closeCode)
  })

  test.each([
    [51, 4400],
    [500, 1009],
  ])('[A21] a hello with %i rooms', async (count, closeCode) => {
    const stranger = await aStranger()
    const resume = Array.from({ length: count }, (_, i) => ({
      ref: i + 1,
      roomId: createId<RoomId>(),
      cursor: null,
    }))
    stranger.send(aHello({ resume }))
    expect((await stranger.end()).code).toBe(closeCode)
  })
})

describe('[A1] a frame that breaks WebSocket itself costs its sender the line', () => {
  test.each<[string, RawFrame[], number]>([
    ['no mask', [{ opcode: 1, payload: probe(''), isMasked: false }], 1002],
    ['[A4] a reserved bit, as compression would', [{ opcode: 1, payload: probe(''), reserved: 4 }], 1002],
    ['another reserved bit', [{ opcode: 1, payload: probe(''), reserved: 1 }], 1002],
    ['an opcode there is none of', [{ opcode: 3, payload: 'x' }], 1002],
    ['a control opcode there is none of', [{ opcode: 11 }], 1002],
    ['a ping in pieces', [{ opcode: 9, isFinal: false }], 1002],
    ['a ping too long for one', [{ opcode: 9, payload: 'x'.repeat(126) }], 1002],
    ['a middle without a beginning', [{ opcode: 0, payload: 'x' }], 1002],
    ['a beginning within another', [{ opcode: 1, isFinal: false }, { opcode: 1 }], 1002],
    ['a close with half a code', [{ opcode: 8, payload: 'x' }], 1002],
    ['a close with a code there is none of', [{ opcode: 8, payload: Buffer.from([0, 1]) }], 1002],
    ['text that is no UTF-8', [{ opcode: 1, payload: Buffer.from([0xff, 0xfe]) }], 1007],
  ])('%s', async (_what, frames, closeCode) => {
    const line = await aRawLine()
    line.send(aHello())
    await line.next('welcome')
    line.write(...frames)
    await line.gone
    expect(line.closeCode).toBe(closeCode)
  })

  test('[A3] 100,000 pieces of nothing end the line, and take no memory', async () => {
    const line = await aRawLine()
    line.send(aHello())
    await line.next('welcome')
    const before = memoryOf(pid)
    const pieces = Array.from({ length: 100_000 }, (): RawFrame => ({ opcode: 0, isFinal: false }))
    line.write({ opcode: 1, isFinal: false }, ...pieces)
    await line.gone
    expect(memoryOf(pid) - before).toBeLessThan(64 * 1024 * 1024)
  })
})

describe('a field that is not allowed is refused, and the line lives', () => {
  test.each([
    '"isAdmin":true',
    '"sender":"ana"',
    '"seq":1',
    '"ts":0',
    '"__proto__":{"isAdmin":true}',
    '"constructor":{}',
  ])('[A8] [A9] in a command: %s', async (field) => {
    const { caller } = await aGuest()
    caller.socket.send(probe(`,${field}`))
    expect(await caller.next('refusal')).toEqual({ type: 'refusal', ref: 7, code: 'invalid' })
    caller.socket.send(probe('').replace('7', '8'))
    expect(await caller.next('done')).toEqual({ type: 'done', ref: 8 })
  })

  test.each([
    ['[A9] an author', { authorId: anId('ana') }, 'invalid'],
    ['[A9] a place', { sequence: 1 }, 'invalid'],
    ['[A8] a prototype', { constructor: { prototype: { isAdmin: true } } }, 'invalid'],
    ['a body of nothing', { body: '' }, 'invalid'],
    ['a body of spaces', { body: ' \n\t ' }, 'invalid'],
    ['a body one cannot see', { body: '\u200b\u3164\u2800' }, 'invalid'],
    ['a body that is a number', { body: 7 }, 'invalid'],
    ['[A60] a body with NUL', { body: 'a\u0000b' }, 'invalid'],
    ['[A60] a body with half a character', { body: 'a\ud800b' }, 'invalid'],
    ['[A60] a body with an escape for terminals', { body: '\u001b[31mred' }, 'invalid'],
    ['a body with a C1 control', { body: 'a\u0085b' }, 'invalid'],
    ['a body with a line separator', { body: 'a\u2028b' }, 'invalid'],
    ['[A58] a body that turns the line around', { body: 'a\u202eb' }, 'invalid'],
    ['a body with a noncharacter', { body: 'a\ufffeb' }, 'invalid'],
    ['[A58] a body with a hidden tag', { body: 'a\u{e0041}b' }, 'invalid'],
    ['a body of 8,001', { body: 'x'.repeat(8_001) }, 'too-large'],
    ['a body of 8,001, escaped', { body: `${'\n'.repeat(8_000)}x` }, 'too-large'],
    ['a room one is not in', { roomId: HARBOUR }, 'forbidden'],
  ])('in a post: %s', async (_what, fields, refusal) => {
    const { caller } = await aMember()
    const before = bystander.room.view.timeline.cursor
    caller.socket.send(post('salt', fields))
    expect(await caller.next('post-refusal')).toMatchObject({ code: refusal })
    caller.socket.send(post('pepper'))
    const { upTo } = await caller.next('span', (span) =>
      span.records.some((record) => record.kind === 'message'),
    )
    // Nothing of what was refused took a place.
    expect(upTo).toBeLessThanOrEqual(before + 2)
  })

  test('the longest body there may be is taken, whatever the script', async () => {
    const { caller } = await aMember()
    caller.socket.send(post('字'.repeat(8_000)))
    const span = await caller.next('span', ({ records }) => records.some(({ kind }) => kind === 'message'))
    expect(span.records).toMatchObject([{ body: '字'.repeat(8_000) }])
  })

  test.each([
    ['[A56] of nothing', '', 'name-unusable'],
    ['[A56] of spaces', '   ', 'name-unusable'],
    ['[A56] of zero width', '\u200b\u200d\u2060', 'name-unusable'],
    ['[A56] of a Hangul filler', '\u3164', 'name-unusable'],
    ['[A56] of a blank Braille pattern', '\u2800', 'name-unusable'],
    ['[A58] that turns the line around', 'Bo\u202e', 'name-unusable'],
    ['[A58] that isolates', '\u2066Bo\u2069', 'name-unusable'],
    ['[A58] with a soft hyphen', 'B\u00ado', 'name-unusable'],
    ['with a variation selector', 'Bo\ufe0f', 'name-unusable'],
    ['[A58] with a hidden tag', 'Bo\u{e0041}', 'name-unusable'],
    ['[A57] of two scripts', 'Bо', 'name-unusable'],
    ['[A59] that grows when it is unfolded', '\ufdfa'.repeat(32), 'name-unusable'],
    ['too long', 'x'.repeat(33), 'name-unusable'],
    ['[A60] with an escape for terminals', '\u001b[31mBo', 'name-unusable'],
    ['[A60] with NUL', 'B\u0000o', 'invalid'],
    ['[A60] with half a character', 'B\ud800o', 'invalid'],
    ['far too long', 'x'.repeat(257), 'invalid'],
    ['that is taken', 'Ana', 'name-taken'],
    ['[A57] that is taken, in capitals', 'ANA', 'name-taken'],
    ['[A57] that is taken, in wide letters', 'Ａｎａ', 'name-taken'],
    ['that is taken, with a dot behind it', 'Ana.', 'name-taken'],
  ])('a name %s', async (_what, name, refusal) => {
    const { caller } = await aGuest()
    caller.send({ type: 'join-room', ref: 1, code, name })
    const refused = await caller.next('refusal')
    expect(refused).toMatchObject({ ref: 1, code: refusal })
    if (refusal !== 'name-taken') return
    expect(refused.suggestion).toMatch(/ \d+$/)
    caller.send({ type: 'join-room', ref: 2, code, name: refused.suggestion ?? '' })
    expect(await caller.next('entered')).toMatchObject({ ref: 2 })
  })

  test.each(['k7m-4qp2-x9d', 'K7M4QP2X9D', 'o7m4qp2x9d', '٠٧m4qp2x9d', 'k7m4qp2x9', "' OR 1=1--", '%'])(
    '[A40] [A63] a room code that is not in its one form: %s',
    async (text) => {
      const { caller } = await aGuest()
      caller.socket.send(JSON.stringify({ type: 'join-room', ref: 1, code: text, name: 'Bo' }))
      expect(await caller.next('refusal')).toEqual({ type: 'refusal', ref: 1, code: 'invalid' })
    },
  )

  test.each([0, 51, 1e9, -1, 1.5, '1', [1]])('[A39] a page of %s records', async (limit) => {
    const { caller } = await aMember()
    caller.socket.send(JSON.stringify({ type: 'fetch-page', ref: 9, roomId, where: { before: 10 }, limit }))
    expect(await caller.next('refusal')).toEqual({ type: 'refusal', ref: 9, code: 'invalid' })
  })
})

describe('what may not be known', () => {
  test('[A62] a code that leads nowhere is not found, and guessing gets slow', async () => {
    const { caller } = await aGuest()
    const refusals: string[] = []
    for (let ref = 1; ref <= 25; ref++) {
      caller.send({ type: 'join-room', ref, code: '0000000000' as RoomCode, name: 'Bo' })
      const refused = await caller.next('refusal', (refusal) => refusal.ref === ref)
      refusals.push(refused.code)
      if (refused.code === 'rate-limited') expect(refused.retryAfterMs).toBeGreaterThan(0)
    }
    expect(refusals.slice(0, 20)).toEqual(Array(20).fill('not-found'))
    expect(refusals.slice(20)).toEqual(Array(5).fill('rate-limited'))
    // Another address is not held to account for it.
    const { caller: other } = await aGuest()
    other.send({ type: 'join-room', ref: 1, code: '0000000000' as RoomCode, name: 'Bo' })
    expect(await other.next('refusal')).toMatchObject({ code: 'not-found' })
  })

  test('[A10] somebody else’s room looks like no room, in every command', async () => {
    const { caller } = await aGuest()
    const answers: unknown[] = []
    let ref = 0
    for (const room of [roomId, HARBOUR]) {
      const ask = async (command: object) => {
        const own = ++ref
        caller.socket.send(JSON.stringify({ ...command, ref: own, roomId: room }))
        const { ref: _ref, ...answer } = await caller.next('refusal', (refusal) => refusal.ref === own)
        return answer
      }
      answers.push([
        await ask({ type: 'resume-room', cursor: null }),
        await ask({ type: 'resume-room', cursor: { epoch, sequence: 1 } }),
        await ask({ type: 'fetch-page', where: { before: 9 }, limit: 9 }),
        await ask({ type: 'change-room', title: 'Mine' }),
      ])
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]).toMatchObject([
      { code: 'not-found' },
      { code: 'not-found' },
      { code: 'not-found' },
      { code: 'forbidden' },
    ])
    caller.socket.send(
      JSON.stringify({
        type: 'fetch-summaries',
        ref: 99,
        rooms: [roomId, HARBOUR].map((id) => ({ roomId: id, after: 0 })),
      }),
    )
    expect(await caller.next('summaries')).toMatchObject({ rooms: [] })
  })

  test('[A16] a token that was guessed is a stranger’s, and one of another form nobody’s', async () => {
    const guesses = Array.from({ length: 50 }, () => createIdentityToken())
    for (const token of guesses) {
      const caller = await aStranger()
      caller.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: null }] }))
      expect(await caller.next('refusal')).toEqual({ type: 'refusal', ref: 1, code: 'not-found' })
    }
    const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"ana","role":"owner"}')}.`
    for (const token of [unsigned, unsigned.slice(0, 43), `${guesses[0]}=`, '../ana', "' OR 1=1--"]) {
      const stranger = await aStranger()
      stranger.socket.send(JSON.stringify({ ...aHello(), token }))
      expect((await stranger.end()).code).toBe(4400)
    }
  })

  test('[A72] every command about a room is refused to whoever is not in it, as if there were none', async () => {
    const about = COMMAND_EXAMPLES.filter((command) => 'roomId' in command && command.type !== 'create-room')
    expect(new Set(about.map(({ type }) => type)).size).toBeGreaterThan(20)
    for (const command of about) {
      const [here, nowhere] = await Promise.all([answerAbout(roomId, command), answerAbout(HARBOUR, command)])
      expect(here, command.type).toEqual(nowhere)
      // To leave where one is not is done; what nobody answers is not answered.
      if (here && here !== 'done') expect(['forbidden', 'not-found'], command.type).toContain(here)
      else expect(['leave-room', 'mark-read', 'set-typing']).toContain(command.type)
    }
  }, 60_000)

  test('[A15] what a browser would send along opens nothing for a page elsewhere, and nothing is left in a browser', async () => {
    const { token } = await aMember()
    const along = { cookie: `token=${token}; session=${token}`, authorization: `Bearer ${token}` }
    await expect(aStranger({ origin: 'https://evil.example.org', ...along })).rejects.toThrow('403')
    const nobody = await aStranger(along)
    nobody.send(aHello({ resume: [{ ref: 1, roomId, cursor: null }] }))
    expect((await nobody.next('welcome')).token).not.toBeNull()
    expect(await nobody.next('refusal')).toMatchObject({ ref: 1, code: 'not-found' })
    for (const path of ['/', '/ws', '/healthz', '/r/k7m-4qp2-x9d', '/files/x/whole', '/nowhere'])
      expect((await fetch(`${origin()}${path}`)).headers.get('set-cookie'), path).toBeNull()
    for (const path of ['/handoffs', '/account', '/sign-in', '/reports', '/rooms/deeds', '/uploads']) {
      const answer = await fetch(`${origin()}${path}`, { method: 'POST', headers: along })
      expect(answer.headers.get('set-cookie'), path).toBeNull()
    }
  })

  test('[A21] 50 rooms one may not know of are 50 refusals', async () => {
    const stranger = await aStranger()
    const resume = Array.from({ length: 50 }, (_, i) => ({
      ref: i + 1,
      roomId: createId<RoomId>(),
      cursor: null,
    }))
    stranger.send(aHello({ resume }))
    for (const { ref } of resume)
      expect(await stranger.next('refusal', (refusal) => refusal.ref === ref)).toMatchObject({
        code: 'not-found',
      })
  })

  test.each([
    ['above the head', { sequence: 9_007_199_254_740_991 }],
    ['of another history', { epoch: anId<Epoch>('another') }],
  ])('[A10] a cursor %s is answered with a reset', async (_what, fields) => {
    const { token } = await aMember()
    const again = await aStranger()
    again.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: { epoch, sequence: 1, ...fields } }] }))
    expect(await again.next('entered')).toMatchObject({ by: 'reset' })
    const { page } = await again.next('reset')
    expect(page.to).toBe(page.head)
  })

  test.each(['null', 'https://evil.example.org', 'http://127.0.0.1.evil.io'])(
    '[A14] a page of the origin “%s” gets no line at all',
    async (origin) => {
      await expect(aStranger({ origin })).rejects.toThrow('403')
    },
  )
})

describe('too much of anything', () => {
  test('[A18] a thousand posts at once: refused with a time, then the line ends', async () => {
    const { caller } = await aMember()
    for (let i = 0; i < 1_000; i++) caller.socket.send(post(`post ${i}`))
    expect(await caller.next('post-refusal')).toMatchObject({
      code: 'rate-limited',
      retryAfterMs: expect.any(Number),
    })
    expect((await caller.end()).code).toBe(4429)
  })

  test.each([
    ['typing signs', (caller: Caller) => caller.send({ type: 'set-typing', roomId, isTyping: true })],
    ['answers to heartbeats', (caller: Caller) => caller.send({ type: 'alive' })],
    ['probes', (caller: Caller) => caller.send({ type: 'probe', ref: 7 })],
    ['pings', (caller: Caller) => caller.socket.ping()],
    ['pongs', (caller: Caller) => caller.socket.pong()],
  ])('[A19] a flood of %s', async (_what, flood) => {
    const { caller } = await aMember()
    for (let i = 0; i < 500; i++) flood(caller)
    expect((await caller.end()).code).toBe(4429)
  })

  test('[A45] a header of its own in each of twenty thousand requests leaves nothing behind', async () => {
    const ask = (count: number) =>
      Promise.all(
        Array.from({ length: 20 }, async (_, line) => {
          for (let i = 0; i < count / 20; i++) {
            const own = `${line}-${i}-${'x'.repeat(2_000)}`
            const headers = { 'user-agent': own, accept: `text/${own}`, 'if-none-match': `"${own}"` }
            await (await fetch(`${origin()}/?own=${line}-${i}`, { headers })).arrayBuffer()
          }
        }),
      )
    await ask(2_000)
    const before = memoryOf(pid)
    await ask(20_000)
    expect(memoryOf(pid) - before).toBeLessThan(64 * 1024 * 1024)
  }, 120_000)

  test('[A13] two thousand headers', async () => {
    const headers = Array.from({ length: 2_000 }, (_, i) => `X-Header-${i}: x`)
    await expect(RawLine.open(server.port, headers)).rejects.toThrow('431')
  })
})

describe('a body that is not what it should be', () => {
  const token = createIdentityToken()
  const right = () => JSON.stringify({ code: '0000000000', token })
  const take = (contentType: string, body: string | Buffer) =>
    fetch(`${origin()}/handoffs/take`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'x-forwarded-for': forwarded(),
        origin: 'https://evil.example.org',
      },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    })

  test.each([
    ['plain text', 'text/plain'],
    ['plain text that says it is JSON', 'text/plain; charset=application/json'],
    ['JSON and something', 'application/json\ta'],
    ['JSON and a word', 'application/json x'],
    ['JSON of another kind', 'application/json-patch+json'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['a form of parts', 'multipart/form-data; boundary=a'],
    ['nothing', ''],
  ])('[A34] [A42] said to be %s', async (_what, contentType) => {
    const answer = await take(contentType, right())
    expect([400, 415]).toContain(answer.status)
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    // The same words as what they are lead to the look-up.
    expect((await take('application/json', right())).status).toBe(404)
  })

  test.each([
    ['written in UTF-16', 'application/json; charset=utf-16le', Buffer.from(right(), 'utf16le')],
    ['written in UTF-7', 'application/json; charset=utf-7', right().replace('{', '+AHs-')],
    ['a form’s', 'application/json', 'code=0000000000&token=x'],
    ['with a prototype', 'application/json', right().replace('{', '{"__proto__":{"isAdmin":true},')],
    ['too long', 'application/json', `"${'x'.repeat(100_000)}"`],
    ['nested deep', 'application/json', '['.repeat(60_000)],
  ])('[A34] [A35] %s', async (_what, contentType, body) => {
    expect([400, 413, 415]).toContain((await take(contentType, body)).status)
  })

  test('[A42] a form of another site, with whatever a browser sends along, does nothing for anybody', async () => {
    const { token: mine } = await aMember()
    const headers = {
      origin: 'https://evil.example.org',
      cookie: `token=${mine}`,
      'x-forwarded-for': forwarded(),
    }
    for (const path of [
      '/handoffs',
      '/reports',
      '/rooms/deeds',
      '/account',
      '/account/recovery-codes',
      '/account/sign-out',
    ])
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body: 'others=true' }
        expect([400, 401, 415], path).toContain((await fetch(`${origin()}${path}`, init)).status)
      }
  })

  test('[A43] a page that is not allowed is answered nothing it could read', async () => {
    for (const path of [
      '/account',
      '/account/export/html',
      '/handoffs',
      '/handoffs/take',
      '/reports',
      '/rooms/deeds',
      '/sign-in',
    ])
      for (const from of ['https://evil.example.org', 'null', `${origin()}.evil.io`]) {
        const asked = { origin: from, 'access-control-request-method': 'POST' }
        const answer = await fetch(`${origin()}${path}`, { method: 'OPTIONS', headers: asked })
        expect(answer.headers.get('access-control-allow-origin'), `${path} ${from}`).toBeNull()
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      }
  })
})

test('[A80] nothing of it is in the log', () => {
  expect(server.log).not.toMatch(/failed|salt|pepper|still here|Guest/)
})

/** Bytes a process has in memory. */
function memoryOf(processId: number): number {
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))?.[1]
  return Number(resident ?? 0) * 1024
}
