import { expect, test } from 'vitest'
import { cacheControl, parseServerOrigin, securityHeaders } from './security-headers.ts'

function sources(kind: string, serverOrigin: string | null): string | undefined {
  const policy = securityHeaders({ serverOrigin })['Content-Security-Policy'] ?? ''
  return policy.split('; ').find((line) => line.startsWith(kind))
}

const connectSources = (serverOrigin: string | null) => sources('connect-src', serverOrigin)

test('a page served by its own server may connect there and nowhere else', () => {
  expect(connectSources(null)).toBe("connect-src 'self'")
})

test('a page on a CDN may connect to the server it was pointed at, by http and by socket', () => {
  expect(connectSources('https://chat.example.org')).toBe(
    "connect-src 'self' https://chat.example.org wss://chat.example.org",
  )
  expect(connectSources('http://192.168.1.20:3000')).toBe(
    "connect-src 'self' http://192.168.1.20:3000 ws://192.168.1.20:3000",
  )
})

test.each(['img-src', 'media-src'])(
  '%s: what people send comes from the server, or from one’s own device',
  (kind) => {
    expect(sources(kind, null)).toBe(`${kind} 'self' blob:`)
    expect(sources(kind, 'https://chat.example.org')).toBe(`${kind} 'self' blob: https://chat.example.org`)
  },
)

test('[A81] the policy starts from nothing and never lets script or style in by other doors', () => {
  const policy = securityHeaders({ serverOrigin: null })['Content-Security-Policy'] ?? ''
  expect(policy.startsWith("default-src 'none'")).toBe(true)
  expect(policy).not.toMatch(/unsafe|\*|data:/)
  expect(policy.replace(/(img|media)-src [^;]*;/g, '')).not.toMatch(/blob:/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("require-trusted-types-for 'script'")
})

test.each([
  ['', null],
  ['  ', null],
  ['https://chat.example.org', 'https://chat.example.org'],
  ['https://chat.example.org/', 'https://chat.example.org'],
  ['http://localhost:3000', 'http://localhost:3000'],
])('the setting %j points at %j', (setting, origin) => {
  expect(parseServerOrigin(setting)).toBe(origin)
})

test.each([
  'chat.example.org',
  'wss://chat.example.org',
  'https://chat.example.org/ws',
  'https://a:b@chat.example.org',
  'https://chat.example.org?x',
])('%j is not taken for a server, and the error shows it', (setting) => {
  expect(() => parseServerOrigin(setting)).toThrow(setting)
})

test('only files whose names hold their hash are kept for good', () => {
  expect(cacheControl('/assets/index-BMYn5_on.js')).toContain('immutable')
  expect(cacheControl('/index.html')).toBe('no-cache')
  expect(cacheControl('/favicon.svg')).toBe('no-cache')
})
