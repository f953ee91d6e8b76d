import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServerProcess } from '../processes/server-process.ts'
import { Bystanders } from './bystanders.ts'
import { readCorpus } from './corpus.ts'
import { askRaw, attackRequests, readResponses } from './request-attack.ts'
import { seedOfThisRun } from './seed.ts'

/** Hostile requests of a full run. */
const REQUESTS = Number(process.env.CONFAB_FUZZ_REQUESTS ?? 12_000)

/** The longest anybody else may wait for an ack meanwhile, in milliseconds: their client's own patience, after which it asks again. */
const ACK_MS_MAX = 10_000

const WEB_DIRECTORY = fileURLToPath(new URL('../../apps/web/dist', import.meta.url))

let server: ServerProcess
let people: Bystanders

beforeAll(async () => {
  server = await ServerProcess.start({ environment: { CONFAB_TRUST_PROXY: 'loopback' } })
  people = new Bystanders(server.url, ['Ana', 'Bo'])
  await people.meet()
}, 30_000)

afterAll(async () => {
  people?.close()
  await server?.destroy()
})

describe('[A17] a request within a request', () => {
  const next = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'
  const post = 'POST / HTTP/1.1\r\nHost: a\r\n'
  const upgrade =
    'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'

  test.each([
    [
      'with a length and chunks',
      `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${next}`,
    ],
    ['with two lengths', `${post}Content-Length: 0\r\nContent-Length: 38\r\n\r\n${next}`],
    ['with a length that is none', `${post}Content-Length: 0x0\r\n\r\n${next}`],
    ['with chunks that are none', `${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${next}`],
    [
      'with chunks twice',
      `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${next}`,
    ],
    ['with a space before the colon', `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${next}`],
    [
      'behind an upgrade that is refused',
      `${upgrade}Origin: http://evil.example\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n${next}`,
    ],
    ['behind an upgrade without a key', `${upgrade}\r\n${next}`],
  ])('%s is not answered', async (_what, request) => {
    const answer = await askRaw(server.port, Buffer.from(request, 'latin1'))
    if (answer === null) throw new Error('no end in time')
    const statuses = readResponses(answer).map(({ status }) => status)
    expect(statuses).toHaveLength(1)
    expect(statuses[0]).toBeGreaterThanOrEqual(400)
    expect(statuses[0]).toBeLessThan(500)
  })
})

describe('[A17] an upgrade that leads nowhere is a plain request, and its socket ends like any other', () => {
  const wish =
    'Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n'

  test.each([
    ['of the page', `GET / HTTP/1.1\r\n${wish}`, [200]],
    ['of nothing', `GET /nothing-here HTTP/1.1\r\n${wish}`, [404]],
    ['of a path that cannot be read', `GET /ws%ff HTTP/1.1\r\n${wish}`, [400]],
    ['with a body', `GET /ws HTTP/1.1\r\nContent-Length: 5\r\n${wish}12345`, [426]],
    ['with a body that never comes', `GET /ws HTTP/1.1\r\nContent-Length: 5\r\n${wish}`, [426]],
    ['that posts', `POST /ws HTTP/1.1\r\n${wish}`, [405]],
    [
      'right behind another request',
      `GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /ws HTTP/1.1\r\n${wish}`,
      [200, 426],
    ],
    [
      'right behind a request that expects what nobody can',
      `GET / HTTP/1.1\r\nHost: a\r\nExpect: 1\r\n\r\nGET /ws HTTP/1.1\r\n${wish}`,
      [417, 426],
    ],
    ['to another protocol', `GET /healthz HTTP/1.1\r\n${wish.replace('websocket', 'h2c')}`, [200]],
  ])('%s', async (_what, request, expected) => {
    const answer = await askRaw(server.port, Buffer.from(request))
    if (answer === null) throw new Error('no end in time')
    expect(readResponses(answer).map(({ status }) => status)).toEqual(expected)
  })
})

test(`[D11] [A46] ${REQUESTS} hostile requests: files of the app or a refusal, and nobody else waits`, async () => {
  const seed = seedOfThisRun()
  const { pid } = server
  people.startTalking()
  const startedAt = performance.now()
  const result = await attackRequests(server.port, readCorpus(), WEB_DIRECTORY, { requests: REQUESTS, seed })
  const seconds = (performance.now() - startedAt) / 1000
  const breaches = await people.judged()
  console.log(
    [
      `seed ${seed}: ${result.requests} hostile requests in ${seconds.toFixed(1)} s, longest ${result.longestAnswerMs.toFixed(0)} ms`,
      `answers: ${[...result.statuses]
        .sort()
        .map(([status, count]) => `${status} ${count}`)
        .join(', ')}`,
      `longest ack of two who talk meanwhile ${people.longestAckMs.toFixed(0)} ms`,
      ...result.findings.map((finding) => `found: ${JSON.stringify(finding)}`),
    ].join('\n'),
  )
  expect(result.findings.map(({ what }) => what)).toEqual([])
  expect(result.statuses.get('200')).toBeGreaterThan(0)
  expect(result.statuses.get('101')).toBeGreaterThan(0)
  expect(breaches).toEqual([])
  expect(people.longestAckMs).toBeLessThan(ACK_MS_MAX)
  expect(server.pid).toBe(pid)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(server.log).not.toMatch(/"level":"error"/)
}, 120_000)
