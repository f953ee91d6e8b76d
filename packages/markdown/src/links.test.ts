import { expect, test } from 'vitest'
import { harmlessHref, isHonest } from './links.ts'

test.each(['https://good.example/', 'http://good.example/a?b#c', 'mailto:ana@example.org'])(
  '%s may be followed',
  (href) => {
    expect(harmlessHref(href)).toBe(href)
  },
)

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,x',
  '//evil.example',
  '/r/x',
  'good.example',
  'file:///etc',
])('%j may not', (address) => {
  expect(harmlessHref(address)).toBeNull()
})

test.each([
  ['https://good.example', 'https://good.example/'],
  ['good.example', 'https://good.example/'],
  ['http://good.example/a', 'https://good.example/a'],
  ['https://good.example/日本', 'https://good.example/%E6%97%A5%E6%9C%AC'],
  ['ana@example.org', 'mailto:ana@example.org'],
  ['http://xn--80ak6aa92e.com', 'http://xn--80ak6aa92e.com/'],
])('%s says that it leads to %s', (label, href) => {
  expect(isHonest(label, href)).toBe(true)
})

test.each([
  ['Ana’s photos', 'https://good.example/'],
  ['https://good.example', 'https://evil.example/'],
  ['good.example', 'https://good.example.evil.example/'],
  ['https://good.example@evil.example', 'https://good.example@evil.example/'],
  ['http://аррӏе.com', 'http://xn--80ak6aa92e.com/'],
  ['https://evil.example/\u202egpj.exe', 'https://evil.example/%E2%80%AEgpj.exe'],
  ['ana@example.org', 'mailto:bo@example.org'],
])('%s does not say that it leads to %s', (label, href) => {
  expect(isHonest(label, href)).toBe(false)
})
