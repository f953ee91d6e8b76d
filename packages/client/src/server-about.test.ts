import { expect, test } from 'vitest'
import { fetchServerAbout } from './server-about.ts'

const asking = (said: unknown, status = 200) => ({
  url: 'wss://chat.example.org/ws',
  fetch: (async (url: string | URL | Request) => {
    expect(String(url)).toBe('https://chat.example.org/about')
    return new Response(typeof said === 'string' ? said : JSON.stringify(said), { status })
  }) as typeof fetch,
})

test('what the server says of itself is asked where the client connects', async () => {
  const said = { creation: 'key', termsUrl: 'https://example.org/terms', contact: 'mailto:ana@example.org' }
  expect(await fetchServerAbout(asking(said))).toEqual(said)
  const nothing = { creation: 'open', termsUrl: null, contact: null }
  expect(await fetchServerAbout(asking(nothing))).toEqual(nothing)
})

test.each([
  'javascript:alert(1)',
  ' JAVASCRIPT:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  '/terms',
  7,
])('[A97] a link like %j is none, whatever the server says', async (link) => {
  const said = { creation: 'open', termsUrl: link, contact: link }
  expect(await fetchServerAbout(asking(said))).toEqual({ creation: 'open', termsUrl: null, contact: null })
})

test('an older server, a proxy with words of its own, and silence say nothing', async () => {
  expect(await fetchServerAbout(asking({ error: 'not found' }, 404))).toBeNull()
  expect(await fetchServerAbout(asking('<h1>Welcome</h1>'))).toBeNull()
  const silent = { url: 'wss://chat.example.org/ws', fetch: () => Promise.reject(new Error('gone')) }
  expect(await fetchServerAbout(silent)).toBeNull()
})
