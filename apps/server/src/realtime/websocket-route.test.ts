import { once } from 'node:events'
import { request } from 'node:http'
import { SUBPROTOCOL, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import WebSocket from 'ws'
import { Caller } from '../testing/caller.ts'
import { startNode } from '../testing/node.ts'

let node: Awaited<ReturnType<typeof startNode>>

beforeAll(async () => {
  node = await startNode({ config: { allowedOrigins: ['https://app.example.com'] } })
}, 30_000)
afterAll(() => node.close())

const wsUrl = () => `${node.origin.replace('http', 'ws')}/ws`
const tabId = anId<TabId>('tab')

/** Tries to upgrade, and tells the status: 101 when it was done. */
async function upgrade(headers: Record<string, string | string[]>, path = '/ws', protocol = SUBPROTOCOL) {
  const { port } = new URL(node.origin)
  const asking = request({
    port,
    host: '127.0.0.1',
    path,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
      'sec-websocket-protocol': protocol,
      ...headers,
    },
  })
  const answered = new Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      asking.on('response', (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      })
      asking.on('upgrade', (response, socket) => {
        socket.destroy()
        resolve({ status: response.statusCode ?? 0, headers: response.headers })
      })
      asking.on('error', reject)
    },
  )
  asking.end()
  return answered
}

describe('[A14] the origin of a page', () => {
  test.each([
    ['none, as programs have', {}],
    ['the server’s own', { origin: 'http://chat.local:3000', host: 'chat.local:3000' }],
    ['one on the list', { origin: 'https://app.example.com' }],
  ])('%s: may connect', async (_which, headers) => {
    expect((await upgrade(headers)).status).toBe(101)
  })

  test.each([
    'null',
    '',
    'https://evil.example.org',
    'https://app.example.com.evil.io',
    'https://evilapp.example.com',
    'https://example.com',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com@evil.io',
    'https://APP.example.com',
    'app.example.com',
    'file://',
    '*',
  ])('“%s”: may not', async (origin) => {
    expect((await upgrade({ origin })).status).toBe(403)
  })

  test.each([
    ['a name it begins with', 'http://chat.local.evil.io', 'chat.local'],
    ['another port', 'http://chat.local:4000', 'chat.local:3000'],
    ['no host', 'file://', ''],
  ])('that is not quite the server’s own (%s): may not', async (_which, origin, host) => {
    expect((await upgrade({ origin, host })).status).toBe(403)
  })
})

describe('the way in', () => {
  test.each(['/', '/ws/', '/ws/more', '/WS', '/healthz', '/nowhere'])('is not %s', async (path) => {
    expect((await upgrade({}, path)).status).not.toBe(101)
    expect((await fetch(`${node.origin}/healthz`)).status).toBe(200)
  })

  test('asked for as a page, it says what it speaks', async () => {
    const answer = await fetch(`${node.origin}/ws`)
    expect(answer.status).toBe(426)
    expect(answer.headers.get('upgrade')).toBe('websocket')
  })

  test('[A4] speaks without compression, even when it is offered', async () => {
    const { status, headers } = await upgrade({ 'sec-websocket-extensions': 'permessage-deflate' })
    expect(status).toBe(101)
    expect(headers['sec-websocket-extensions']).toBeUndefined()
    expect(headers['sec-websocket-protocol']).toBe(SUBPROTOCOL)
  })

  test.each([
    ['confab.2', 4426],
    ['confab.0', 4400],
    ['chat', 4400],
    [undefined, 4400],
  ])('to who speaks %s is closed with a code a page can read: %i', async (protocol, code) => {
    const socket = new WebSocket(wsUrl(), protocol === undefined ? [] : [protocol])
    socket.on('error', () => {})
    const closed = await new Promise((resolve) => socket.once('close', resolve))
    expect(closed).toBe(code)
  })

  test('of several versions the one that is served is taken', async () => {
    const socket = new WebSocket(wsUrl(), ['confab.9', SUBPROTOCOL])
    onTestFinished(() => socket.terminate())
    await once(socket, 'open')
    expect(socket.protocol).toBe(SUBPROTOCOL)
  })
})

describe('[D10] [A27] one address', () => {
  const warnings = ({ lines }: typeof node.log) => lines.filter(({ level }) => level !== 'info')
  const ask = (app: typeof node.app, remoteAddress: string, headers: Record<string, string> = {}) =>
    app.inject({ url: '/ws', remoteAddress, headers })

  test('has its share, and is told when to come back for more', async () => {
    const small = await startNode({ config: { connectionsPerAddress: 2 } })
    onTestFinished(() => small.close())
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await ask(small.app, '203.0.113.7')).statusCode)
    expect(statuses).toEqual([426, 426, 429, 429])
    const refused = await ask(small.app, '203.0.113.7')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask(small.app, '203.0.113.8')).statusCode).toBe(426)
    for (let i = 0; i < 10; i++) expect((await ask(small.app, '127.0.0.1')).statusCode).toBe(426)
    expect(warnings(small.log)).toEqual([])
  })

  test('[A37] that is a proxy nobody said is one is told of in the log, once', async () => {
    const small = await startNode({ config: { connectionsPerAddress: 1 } })
    onTestFinished(() => small.close())
    for (let i = 0; i < 5; i++) await ask(small.app, '10.0.0.5', { 'x-forwarded-for': `198.51.100.${i}` })
    expect(warnings(small.log)).toEqual([
      { level: 'warn', event: 'proxy-not-trusted', fields: { setting: 'CONFAB_TRUST_PROXY' } },
    ])
  })

  test('behind a proxy that is one is each person’s own', async () => {
    const small = await startNode({ config: { connectionsPerAddress: 1, trustedProxies: ['10.0.0.5'] } })
    onTestFinished(() => small.close())
    for (let i = 0; i < 5; i++)
      expect((await ask(small.app, '10.0.0.5', { 'x-forwarded-for': `198.51.100.${i}` })).statusCode).toBe(
        426,
      )
  })

  test('is full when the node is, and said so in another way', async () => {
    const small = await startNode({ config: { connectionsMax: 1 } })
    onTestFinished(() => small.close())
    const caller = await small.connect()
    onTestFinished(() => caller.socket.terminate())
    await expect(small.connect()).rejects.toThrow('503')
  })
})

test('a ping is answered with its own words', async () => {
  const caller = await node.connect()
  onTestFinished(() => caller.socket.terminate())
  caller.socket.ping('are you there?')
  const [words] = await once(caller.socket, 'pong')
  expect(words.toString()).toBe('are you there?')
})

test('a frame sent together with the upgrade is heard', async () => {
  const caller = new WebSocket(wsUrl(), [SUBPROTOCOL])
  onTestFinished(() => caller.terminate())
  caller.on('open', () =>
    caller.send(JSON.stringify({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })),
  )
  const [data] = await once(caller, 'message')
  expect(JSON.parse(data.toString())).toMatchObject([{ type: 'welcome' }])
})

test('[D9] a tab that comes back replaces its line silently: nobody sees it go', async () => {
  const ana = await node.connect()
  const bo = await node.connect()
  onTestFinished(() => bo.socket.terminate())
  ana.send({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })
  bo.send({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })
  const { token } = await ana.next('welcome')
  ana.send({ type: 'create-room', ref: 1, roomId: anId('kitchen'), name: 'Ana' })
  const { room } = await ana.next('reset')
  bo.send({ type: 'join-room', ref: 1, code: room.code, name: 'Bo' })
  await bo.next('presence', (presence) => presence.count === 2)

  const again = await node.connect()
  onTestFinished(() => again.socket.terminate())
  const resume = [{ ref: 1, roomId: anId<never>('kitchen'), cursor: null }]
  again.send({ type: 'hello', token, tabId, client: 'tests', resume })
  expect(await ana.end()).toMatchObject({ code: 4409 })
  await again.next('entered')
  bo.send({ type: 'post-message', roomId: anId('kitchen'), messageId: anId('m1'), body: 'are you there?' })
  await again.next('span')
  await bo.next('span', (span) => span.records.some((record) => record.kind === 'message'))
  expect(bo.events.filter((event) => event.type === 'presence' && event.gone.length > 0)).toEqual([])
  expect(ana.events.some((event) => event.type === 'span' && event.upTo > 3)).toBe(false)
})

test('a node that drains takes nobody in, and ends who is in with a time to come back', async () => {
  const draining = await startNode()
  const ana = await draining.connect()
  ana.send({ type: 'hello', token: null, tabId, client: 'tests', resume: [] })
  await ana.next('welcome')
  await draining.close()
  expect(await ana.end()).toEqual({ code: 1012, reason: '2' })
  await expect(Caller.connect(`${draining.origin.replace('http', 'ws')}/ws`)).rejects.toThrow()
}, 20_000)
