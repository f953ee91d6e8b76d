import { expect, test } from 'vitest'
import { socketUrl } from './config.ts'

test.each([
  ['', 'http://localhost:3000', 'ws://localhost:3000/ws'],
  ['', 'http://192.168.1.20:8080', 'ws://192.168.1.20:8080/ws'],
  ['', 'https://chat.example.org', 'wss://chat.example.org/ws'],
  ['https://chat.example.org', 'https://pages.example.net', 'wss://chat.example.org/ws'],
])('a page that names %j and comes from %s connects to %s', (meta, pageOrigin, url) => {
  expect(socketUrl(meta, pageOrigin)).toBe(url)
})
