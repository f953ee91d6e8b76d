import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startNode } from '../testing/node.ts'

let node: Awaited<ReturnType<typeof startNode>>
beforeAll(async () => {
  node = await startNode()
}, 30_000)
afterAll(() => node.close())

const upgrade = (line: string) =>
  `${line} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n`

/** The statuses of everything that is answered until so many are. */
async function statusesOf(request: string, count: number): Promise<number[]> {
  const socket = connect(Number(new URL(node.origin).port), '127.0.0.1')
  let answer = ''
  socket.write(request)
  for (;;) {
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
    if (statuses.length >= count) {
      socket.destroy()
      return statuses
    }
    const [data] = (await once(socket, 'data')) as [Buffer]
    answer += data.toString()
  }
}

test.each([
  ['the line', upgrade('GET /ws'), [101]],
  ['the line, with a question behind it', upgrade('GET /ws?x=%ff'), [101]],
  ['another route', upgrade('GET /healthz'), [200]],
  ['no route', upgrade('GET /ws/more'), [404]],
  ['a path that cannot be read', upgrade('GET /ws%ff'), [400]],
  ['an absolute address', upgrade('GET http://a/ws'), [400]],
  ['the line, with a body', upgrade('GET /ws').replace('Host', 'Content-Length: 5\r\nHost'), [426]],
  ['the line, with chunks', upgrade('GET /ws').replace('Host', 'Transfer-Encoding: chunked\r\nHost'), [426]],
  ['another method', upgrade('POST /ws'), [405]],
  ['right behind a request', `GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n${upgrade('GET /ws')}`, [200, 426]],
  [
    'right behind an expectation',
    `GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: 1\r\n\r\n${upgrade('GET /ws')}`,
    [417, 426],
  ],
])('[D10] [A17] an upgrade to %s', async (_what, request, expected) => {
  expect(await statusesOf(request, expected.length)).toEqual(expected)
})

test('a line is still had on a socket that answered a request before', async () => {
  const socket = connect(Number(new URL(node.origin).port), '127.0.0.1')
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first.toString()).toMatch(/^HTTP\/1\.1 200 /)
  socket.write(upgrade('GET /ws'))
  const [second] = (await once(socket, 'data')) as [Buffer]
  expect(second.toString()).toMatch(/^HTTP\/1\.1 101 /)
  socket.destroy()
})
