import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { COMMANDS, decodeCommand, decodeFrame, EVENTS, encodeCommand } from '../src/index.ts'
import { EXAMPLE_SESSION } from './example-session.ts'
import { fillIn } from './page.ts'
import { PAGE, renderPage } from './render-page.ts'

test('the committed page says what the schemas say', () => {
  // Stale? Run: pnpm --filter @confab/protocol write-page
  expect(readFileSync(PAGE, 'utf8')).toBe(renderPage())
})

test('the page has a section for every frame', () => {
  const page = renderPage()
  for (const type of [...Object.keys(COMMANDS), ...Object.keys(EVENTS)])
    expect(page).toContain(`\n### ${type}\n`)
})

test('every link on the page leads somewhere', () => {
  const page = renderPage()
  const anchors: string[] = []
  for (const [, title = ''] of page.matchAll(/^#+ (.+)$/gm)) {
    const anchor = title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-')
    anchors.push(anchors.includes(anchor) ? `${anchor}-1` : anchor)
  }
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor)
  expect(links.length).toBeGreaterThan(20)
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([])
})

test('the example is one that both ends would read', () => {
  for (const exchange of EXAMPLE_SESSION) {
    if (exchange.from === 'client')
      expect(decodeCommand(encodeCommand(exchange.frame)).outcome).toBe('command')
    else expect(decodeFrame(JSON.stringify(exchange.frame))).toEqual(exchange.frame)
  }
})

test('a part without a place, or a place without a part, is noticed', () => {
  expect(fillIn('a {{one}} b', { one: '1' })).toBe('a 1 b')
  expect(() => fillIn('a {{one}}', {})).toThrow('one')
  expect(() => fillIn('a', { one: '1' })).toThrow('one')
})
