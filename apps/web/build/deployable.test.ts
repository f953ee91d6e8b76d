import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { makeDeployable, withServer } from './deployable.ts'

function aBuiltApp(): string {
  const dist = mkdtempSync(join(tmpdir(), 'confab-dist-'))
  onTestFinished(() => rmSync(dist, { recursive: true }))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<meta name="confab-server" content="" />')
  writeFileSync(join(dist, 'assets/index-abc.js'), 'hello()')
  return dist
}

const read = (dist: string, file: string) => readFileSync(join(dist, file), 'utf8')

test('a built app is pointed at another server, and every file follows', () => {
  const dist = aBuiltApp()
  makeDeployable(dist, null)
  expect(read(dist, '_headers')).toContain("connect-src 'self';")

  makeDeployable(dist, 'https://chat.example.org')
  expect(read(dist, 'index.html')).toBe('<meta name="confab-server" content="https://chat.example.org" />')
  expect(read(dist, '404.html')).toBe(read(dist, 'index.html'))
  expect(read(dist, '_headers')).toContain('wss://chat.example.org')
  expect(JSON.parse(read(dist, 'security-headers.json'))['Content-Security-Policy']).toContain(
    'wss://chat.example.org',
  )
})

test('packed copies hold what the file holds, after pointing it elsewhere too', () => {
  const dist = aBuiltApp()
  makeDeployable(dist, null)
  makeDeployable(dist, 'https://chat.example.org')
  const page = read(dist, 'index.html')
  expect(brotliDecompressSync(readFileSync(join(dist, 'index.html.br'))).toString()).toBe(page)
  expect(gunzipSync(readFileSync(join(dist, 'index.html.gz'))).toString()).toBe(page)
  expect(gunzipSync(readFileSync(join(dist, 'assets/index-abc.js.gz'))).toString()).toBe('hello()')
})

test('a page with no place for its server is not passed over in silence', () => {
  expect(() => withServer('<title>Confab</title>', null)).toThrow('confab-server')
})
