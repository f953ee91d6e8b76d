import { once } from 'node:events'
import {
  type Addressee,
  type Command,
  createIdentityToken,
  FRAME_BYTES_MAX,
  HELLO_BYTES_MAX,
  type ServerEvent,
} from '@confab/protocol'
import { decodeCommandCompiled } from '@confab/protocol/compiled'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { readCorpus } from './corpus.ts'
import { attackFrames } from './frame-attack.ts'
import { HostileGuests } from './hostile-guests.ts'
import { faultOf, readResponses } from './request-attack.ts'

/** Short, because the servers here are small and one of them never answers. */
const ANSWER_MS_MAX = 1_500

/** What a server does with its right answers before they go out: nothing, if it is a right one. */
type Flaw = (events: readonly ServerEvent[], command: Command | null) => string | number | null

const rightly = (events: readonly ServerEvent[]) => JSON.stringify(events)
const isPost = (command: Command | null) => command?.type === 'post-message'

/** Refuses everything, but in the words of the protocol: enough of a server to be judged. */
async function aServer(flaw: Flaw): Promise<number> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    maxPayload: FRAME_BYTES_MAX,
    handleProtocols: (offered) => [...offered][0] ?? false,
  })
  onTestFinished(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  server.on('connection', (socket) => {
    let isGreeted = false
    socket.on('error', () => {})
    socket.on('message', (data, isBinary) => {
      const text = data.toString()
      if (isBinary) return socket.close(1003)
      if (!isGreeted && Buffer.byteLength(text) > HELLO_BYTES_MAX) return socket.close(1009)
      const decoded = decodeCommandCompiled(text)
      const isHello = decoded.outcome === 'command' && decoded.command.type === 'hello'
      if (decoded.outcome === 'malformed' || isHello === isGreeted) return socket.close(4400)
      isGreeted = true
      const command = decoded.outcome === 'command' ? decoded.command : null
      const events = command
        ? answersTo(command)
        : decoded.outcome === 'invalid'
          ? [refusalOf(decoded.addressee)]
          : []
      if (events.length === 0) return
      const said = flaw(events, command)
      if (typeof said === 'number') socket.close(said)
      else if (said !== null) socket.send(said)
    })
  })
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  return address.port
}

function answersTo(command: Command): ServerEvent[] {
  if (command.type === 'hello') {
    const token = command.token === null ? createIdentityToken() : null
    const welcome = { token, serverTime: 1, heartbeatMs: 25_000, bodyLengthMax: 8_000 }
    return [{ type: 'welcome', ...welcome }, ...command.resume.map(refusalOf)]
  }
  if ('ref' in command || command.type === 'post-message') return [refusalOf(command)]
  return []
}

function refusalOf(addressee: Addressee): ServerEvent {
  if ('ref' in addressee) return { type: 'refusal', ref: addressee.ref, code: 'forbidden' }
  const { roomId, messageId } = addressee
  return { type: 'post-refusal', roomId, messageId, code: 'forbidden' }
}

async function findingsOf(flaw: Flaw): Promise<string[]> {
  const guests = HostileGuests.pretend(await aServer(flaw), ANSWER_MS_MAX)
  const { findings } = await attackFrames(guests, readCorpus(), { frames: 800, seed: 7 })
  return findings.map(({ what }) => what)
}

test('nothing is found against a server that answers rightly', async () => {
  expect(await findingsOf(rightly)).toEqual([])
}, 30_000)

test.each<[string, Flaw, RegExp]>([
  [
    'breaks on a command',
    (events, command) => (isPost(command) ? 1011 : rightly(events)),
    /closed with 1011/,
  ],
  [
    'does not answer a post',
    (events, command) => (isPost(command) ? null : rightly(events)),
    /no answer in time/,
  ],
  ['answers twice', (events) => rightly([...events, ...events]), /nobody waits for/],
  [
    'answers somebody else',
    (events) => rightly(events).replace(/"ref":\d+/, '"ref":5'),
    /nobody waits for|no answer in time/,
  ],
  ['answers in words of its own', () => '[{"type":"refusal","ref":"none"}]', /nobody can read/],
  [
    'answers what is invalid with a close',
    (events, command) => (command ? rightly(events) : 4400),
    /closed with 4400, where none/,
  ],
])(
  'it is found that a server %s',
  async (_what, flaw, found) => {
    expect((await findingsOf(flaw)).join('\n')).toMatch(found)
  },
  30_000,
)

const response = (status: number, body: string, headers = '') => ({
  status,
  headers,
  body: Buffer.from(body),
})
const isServed = (body: Buffer) => body.toString() === '<p>the page</p>'

test.each([
  ['a file of the app', response(200, '<p>the page</p>')],
  ['a refusal', response(404, '{"error":"Not found."}')],
  ['nothing new', response(304, '')],
])('%s is no fault', (_what, one) => {
  expect(faultOf(one, isServed)).toBeNull()
})

test.each([
  ['a 500', response(500, '{}')],
  ['a 503 without need', response(503, '{}')],
  ['a file of somewhere else', response(200, 'root:x:0:0')],
  ['a stack trace', response(400, 'Error\n    at run (/srv/main.js:1:1)')],
  ['a path of the machine', response(404, 'ENOENT /tmp/x')],
  ['no HTTP at all', response(0, 'hello')],
])('%s is a fault', (_what, one) => {
  expect(faultOf(one, isServed)).not.toBeNull()
})

test('answers that come one behind the other are told apart', () => {
  const page = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'
  const head = 'HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n'
  const answer = Buffer.from(
    `HTTP/1.1 100 Continue\r\n\r\n${page}${head}${page}HTTP/1.1 101 Upgraded\r\n\r\n\u0081x`,
  )
  expect(readResponses(answer).map(({ status }) => status)).toEqual([200, 200, 200, 101])
})
