import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startNode } from '../testing/node.ts'
import { aDirectory } from '../testing/store-for-tests.ts'
import { aWebDirectory, PAGE } from '../testing/web-directory.ts'

const web = aWebDirectory()
let node: Awaited<ReturnType<typeof startNode>>
let behindProxy: Awaited<ReturnType<typeof startNode>>

beforeAll(async () => {
  node = await startNode({ webDirectory: web.directory })
  behindProxy = await startNode({ webDirectory: web.directory, config: { trustedProxies: ['loopback'] } })
}, 30_000)
afterAll(async () => {
  await node.close()
  await behindProxy.close()
  web.remove()
})

/** Raw bytes in, the whole answer out: no client in between that tidies a path. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(node.origin).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (data) => {
    answer += data.toString()
  })
  socket.on('error', () => {})
  socket.write(request)
  await new Promise((resolve) => socket.once('close', resolve))
  return answer
}

const get = (path: string, host = 'localhost') =>
  raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)

describe('the page', () => {
  test.each(['/', '/r/k7m4qp2x9d', '/r/k7m-4qp2-x9d', '/r/k7m4qp2x9d?from=a-friend', '/r/k7m-4qp2-x9d/123'])(
    'is at %s',
    async (path) => {
      const answer = await node.app.inject(path)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-type']).toMatch(/^text\/html/)
      expect(answer.headers['cache-control']).toBe('no-cache')
      expect(answer.body).toBe(PAGE)
    },
  )

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('and every file is served as it was compressed: %s', async (encoding, decompress) => {
    for (const url of ['/', '/assets/main-Ab12Cd34.js']) {
      const answer = await node.app.inject({ url, headers: { 'accept-encoding': encoding } })
      expect(answer.headers['content-encoding']).toBe(encoding)
      expect(answer.headers.vary).toMatch(/accept-encoding/i)
      expect(decompress(answer.rawPayload).toString()).toMatch(/<!doctype html>|console\.log/)
    }
  })

  test('is asked for again by its tag, and then costs nothing', async () => {
    const first = await node.app.inject('/')
    const headers = { 'if-none-match': String(first.headers.etag) }
    expect((await node.app.inject({ url: '/', headers })).statusCode).toBe(304)
  })

  test('of an app that is not built, or only half, is absent, and the server serves on', async () => {
    const half = aDirectory()
    onTestFinished(half.remove)
    writeFileSync(join(half.directory, 'index.html'), PAGE)
    writeFileSync(join(half.directory, 'security-headers.json'), '{"Content-Sec')
    for (const webDirectory of [half.directory, join(half.directory, 'nowhere')]) {
      const alone = await startNode({ webDirectory })
      expect((await alone.app.inject('/')).statusCode).toBe(404)
      expect((await alone.app.inject('/healthz')).statusCode).toBe(200)
      expect(alone.log.lines).toContainEqual({ level: 'warn', event: 'web-app-absent', fields: {} })
      await alone.close()
    }
  }, 30_000)

  test('that is built anew beside a running server does not end it', async () => {
    const again = aWebDirectory()
    onTestFinished(again.remove)
    const serving = await startNode({ webDirectory: again.directory })
    onTestFinished(() => serving.close())
    rmSync(again.directory, { recursive: true })
    expect((await serving.app.inject('/')).statusCode).toBe(404)
    mkdirSync(again.directory)
    writeFileSync(join(again.directory, 'index.html'), PAGE)
    expect((await serving.app.inject('/')).statusCode).toBe(200)
  }, 30_000)
})

describe('caches', () => {
  test('keep what has its content in its name for good, and nothing else', async () => {
    const cached = async (url: string) => (await node.app.inject(url)).headers['cache-control']
    expect(await cached('/assets/main-Ab12Cd34.js')).toBe('public, max-age=31536000, immutable')
    expect(await cached('/index.html')).toBe('no-cache')
    expect(await cached('/healthz')).toBe('no-store')
  })
})

describe('[A81] security headers', () => {
  const headersAt = async (host: string, headers: Record<string, string> = {}, server = node) => {
    const answer = await server.app.inject({ url: '/', headers: { host, ...headers } })
    return {
      policy: answer.headers['content-security-policy'],
      noSniff: answer.headers['x-content-type-options'],
      hsts: answer.headers['strict-transport-security'] !== undefined,
      coop: answer.headers['cross-origin-opener-policy'] !== undefined,
    }
  }
  const always = { policy: "default-src 'none'", noSniff: 'nosniff' }

  test.each(['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'localhost'])(
    'on one’s own machine (%s): all but HSTS',
    async (host) => {
      expect(await headersAt(host)).toEqual({ ...always, hsts: false, coop: true })
    },
  )

  test.each(['192.168.1.20:3000', 'laptop.local', 'localhost.example.org', 'notlocalhost'])(
    'on a plain address (%s): what browsers take without TLS',
    async (host) => {
      expect(await headersAt(host)).toEqual({ ...always, hsts: false, coop: false })
    },
  )

  test('behind a proxy one trusts that speaks TLS: all', async () => {
    const forwarded = { 'x-forwarded-proto': 'https' }
    expect(await headersAt('chat.example.org', forwarded, behindProxy)).toEqual({
      ...always,
      hsts: true,
      coop: true,
    })
  })

  test('[A37] a stranger’s word about TLS is not taken', async () => {
    const forwarded = { 'x-forwarded-proto': 'https' }
    expect(await headersAt('192.168.1.20', forwarded)).toEqual({ ...always, hsts: false, coop: false })
  })

  test('stand on refusals too', async () => {
    const answer = await node.app.inject('/nothing-here')
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-security-policy']).toBe("default-src 'none'")
  })
})

describe('[A36] what is not there', () => {
  test.each(
    [
      '/../secret.txt',
      '/../../secret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..%2f..%2fsecret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2f..%2fsecret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..%5c..%5csecret.txt',
      '/..;/secret.txt',
      '//secret.txt',
      '//etc/passwd',
      '/%2fetc%2fpasswd',
      '/assets/%00',
      '/index.html%00.js',
      '/assets/',
      '/assets',
      '/.hidden',
      '/index.html.',
      '/INDEX.HTML',
      '/index.html;x',
      '/r',
      '/r/k7m4qp2x9d/more',
      '/api/rooms',
      '/%ff',
      '/%zz',
      `/${'long-'.repeat(1_000)}`,
    ].map((path) => ({ path, name: path.slice(0, 40) })),
  )('$name', async ({ path }) => {
    const answer = await get(path)
    expect(answer).toMatch(/^HTTP\/1\.1 4(00|03|04|14) /)
    expect(answer).not.toContain('the secret')
    expect(answer).not.toContain('root:')
    expect(answer).not.toContain(web.directory)
    expect(answer).not.toMatch(/ at .+\.(js|ts):\d+/)
  })

  test('[A38] an absolute address of somebody else is none of ours', async () => {
    expect(await get('http://other.example.org/../secret.txt')).toMatch(/^HTTP\/1\.1 4\d\d /)
  })
})

test('[A38] the page is the same whatever host it is asked from, and whatever is to be called back', async () => {
  const answer = await node.app.inject({ url: '/', headers: { host: 'localhost' } })
  for (const host of ['evil.example.org', 'localhost:3000@evil.example.org', 'localhost"><script>'])
    for (const url of ['/', '/?callback=alert', '/index.html?utm=1']) {
      const other = await node.app.inject({ url, headers: { host, 'x-forwarded-host': host } })
      expect(other.body).toBe(answer.body)
      expect(JSON.stringify(other.headers)).not.toMatch(/evil|alert|location/)
      // A cache asks again, so that nobody’s request decides what others see.
      expect(other.headers['cache-control']).toBe('no-cache')
    }
})

describe('methods', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])(
    '[A44] %s is not allowed',
    async (method) => {
      for (const path of ['/', '/r/k7m4qp2x9d', '/healthz', '/nowhere']) {
        const answer = await raw(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
        expect(answer).toMatch(/^HTTP\/1\.1 405 /)
        expect(answer).toMatch(/allow: GET, HEAD/i)
      }
    },
  )

  test('[A44] a header makes no other method of a question', async () => {
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const answer = await node.app.inject({ url: '/healthz', headers: { [name]: 'DELETE' } })
      expect([answer.statusCode, answer.headers.allow]).toEqual([200, undefined])
    }
  })

  test('HEAD is GET without its words', async () => {
    const answer = await node.app.inject({ method: 'HEAD', url: '/' })
    expect([answer.statusCode, answer.body]).toEqual([200, ''])
  })

  test('[A34] a body nobody asked for is not read', async () => {
    const body = 'x'.repeat(100_000)
    const headers = { 'content-type': 'application/json\ta' }
    const answer = await node.app.inject({ method: 'POST', url: '/', headers, body })
    expect([405, 413, 415]).toContain(answer.statusCode)
  })
})

describe('what is not HTTP', () => {
  test.each([
    ['words', 'hello there\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['a header of 64 KiB', `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(65_536)}\r\n\r\n`],
    ['a header with NUL', 'GET / HTTP/1.1\r\nHost: a\r\nX-Odd: a\u0000b\r\n\r\n'],
  ])('%s', async (_what, request) => {
    // Of what is still under way when it closes, the answer may be lost with the line.
    expect(await raw(request)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/)
    expect((await node.app.inject('/healthz')).statusCode).toBe(200)
  })
})
