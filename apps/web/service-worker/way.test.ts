import { expect, test } from 'vitest'
import { wayOf } from './way.ts'

const origin = 'https://chat.example.org'
const way = (path: string, mode = 'no-cors', method = 'GET') =>
  wayOf({ method, mode, url: new URL(path, origin).href }, origin)

test.each(['/', '/index.html', '/r/k7m-4qp2-x9d', '/r/k7m4qp2x9d/123', '/r/k7m4qp2x9d?x=1'])(
  'going to %s shows the app’s page',
  (path) => {
    expect(way(path, 'navigate')).toBe('page')
  },
)

test.each(['/assets/start-abc.js', '/favicon.svg', '/icon-192.png', '/manifest.webmanifest'])(
  '%s is a file of the app',
  (path) => {
    expect(way(path)).toBe('file')
  },
)

test.each([
  ['a file somebody uploaded', '/files/abc?signature=x', 'no-cors'],
  ['health', '/healthz', 'cors'],
  ['a download that is gone to', '/files/abc', 'navigate'],
  ['another site', 'https://elsewhere.example/assets/x.js', 'cors'],
  ['the worker itself', '/service-worker.js', 'same-origin'],
])('%s is left to the network', (_, path, mode) => {
  expect(way(path, mode)).toBe('network')
})

test('what is sent somewhere is left to the network', () => {
  expect(way('/', 'navigate', 'POST')).toBe('network')
  expect(way('/assets/start-abc.js', 'cors', 'HEAD')).toBe('network')
})
