import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { HalfProxy, type Meddling } from './half-proxy.ts'
import { MAIN, ServerProcess } from './server-process.ts'

/** An app's host that the server was told of. */
const CDN = 'http://app.example.org'

const KEY = 'kitchen-Hj3x9Qpw'

let server: ServerProcess

beforeAll(async () => {
  server = await ServerProcess.start({
    environment: { CONFAB_ALLOWED_ORIGINS: CDN, CONFAB_CREATION_KEY: KEY },
  })
}, 60_000)
afterAll(() => server.destroy())

/** Asks the doctor; answers what it printed, and its exit code. */
async function doctor(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, 'doctor', ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

async function behind(meddling: Meddling, ...args: string[]) {
  const proxy = await HalfProxy.to(server.port, meddling)
  onTestFinished(() => proxy.close())
  return doctor([proxy.origin, ...args])
}

describe('a server, as people reach it', () => {
  test('is well behind a proxy that lets everything through', async () => {
    const { code, output } = await behind({})
    expect(output).not.toMatch(/WRONG|look/)
    expect(output).toContain('A line opens and is welcomed')
    expect(output).toContain('Rooms are made by those who have a key')
    expect(output).not.toContain(KEY)
    expect(code).toBe(0)
  })

  test.each<[string, Meddling, string]>([
    ['passes no WebSockets', { upgrades: false }, 'No line opens at /ws: the answer is 404'],
    [
      'changes the host',
      {
        asked(headers) {
          headers.host = 'confab.internal'
        },
      },
      'may not connect',
    ],
    [
      'writes an origin of its own',
      {
        asked(headers) {
          headers.origin = CDN
        },
      },
      'A page of any other site may connect',
    ],
    [
      'takes the policy away',
      {
        answered(headers) {
          delete headers['content-security-policy']
        },
      },
      'no content-security-policy',
    ],
    [
      'adds a policy of its own',
      {
        answered(headers) {
          headers['referrer-policy'] += ', origin'
        },
      },
      'referrer-policy: no-referrer, origin',
    ],
    [
      'speaks for people, and was named nowhere',
      {
        asked(headers) {
          headers['x-forwarded-for'] = '198.51.100.7'
        },
      },
      'The proxy says where people come from, and is not believed',
    ],
    ['cuts lines at once', { cutsAfterMs: 0 }, 'nobody is welcomed'],
  ])('is not, behind one that %s', async (_, meddling, words) => {
    const { code, output } = await behind(meddling)
    expect(output).toMatch(/^WRONG /m)
    expect(output).toContain(words)
    expect(code).toBe(1)
  })

  test('can be better, behind one that unpacks and keeps files out', async () => {
    const { code, output } = await behind({
      bodyMax: 1000,
      asked(headers) {
        delete headers['accept-encoding']
      },
    })
    expect(output).toContain('look  The app’s script comes unpacked')
    expect(output).toContain('look  What stands in front lets no file through: the answer is 413')
    expect(code).toBe(0)
  })

  test('is not there, where nothing answers, and where something else does', async () => {
    expect(await doctor(['http://127.0.0.1:9'])).toEqual({
      code: 1,
      output: expect.stringContaining('Nothing answers at http://127.0.0.1:9'),
    })
    const proxy = await HalfProxy.to(9, {})
    onTestFinished(() => proxy.close())
    expect(await doctor([proxy.origin])).toEqual({
      code: 1,
      output: expect.stringContaining('it is not Confab (502)'),
    })
  })

  test('is not well where lines are cut that are silent, which takes a while to see', async () => {
    const { code, output } = await behind({ cutsAfterMs: 1_500 }, '--long')
    expect(output).toMatch(/WRONG A silent line was cut after [12] s/)
    expect(code).toBe(1)
  })

  test('is told apart from an app that belongs to another', async () => {
    const { output } = await doctor([
      `http://127.0.0.1:${server.port}`,
      '--app',
      `http://localhost:${server.port}`,
    ])
    expect(output).toContain(
      `talks to http://localhost:${server.port}, not to http://127.0.0.1:${server.port}`,
    )
    expect(output).toContain(`may not connect to http://127.0.0.1:${server.port}`)
  })
})

describe('at home', () => {
  test('it looks at what the settings lead to', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'confab-doctor-test-'))
    onTestFinished(() => rmSync(directory, { recursive: true }))
    const settings = { CONFAB_DATA_DIR: directory }
    expect((await doctor([], settings)).output).toContain(`are free in ${directory}`)

    chmodSync(directory, 0o755)
    const open = await doctor([], settings)
    expect(open.output).toContain(`Other users of this machine can look into ${directory}`)
    expect(open.code).toBe(0)
  })

  test('it says what the server would not start with', async () => {
    const { code, output } = await doctor([], { PORT: 'many' })
    expect(output).toContain('WRONG PORT must be a number')
    expect(code).toBe(1)
  })

  test('it says what does not answer, without the password', async () => {
    const { code, output } = await doctor([], {
      DATABASE_URL: 'postgres://confab:secret@127.0.0.1:9/confab',
      REDIS_URL: 'redis://:secret@127.0.0.1:9',
      S3_ENDPOINT: 'http://127.0.0.1:9',
      S3_BUCKET: 'confab',
      S3_ACCESS_KEY_ID: 'confab',
      S3_SECRET_ACCESS_KEY: 'secret',
    })
    expect(output).toContain('WRONG PostgreSQL at 127.0.0.1:9/confab cannot be used')
    expect(output).toContain('WRONG Redis does not work')
    expect(output).toContain('WRONG Files cannot be kept in the bucket confab')
    expect(output).not.toContain('secret')
    expect(code).toBe(1)
  })
})
