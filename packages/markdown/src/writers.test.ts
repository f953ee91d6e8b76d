import type { MemberId } from '@confab/protocol'
import MarkdownIt, { type Token } from 'markdown-it'
import { expect, test } from 'vitest'
import { escapeHtml, htmlOf } from './html-of.ts'
import { markdownOf } from './markdown-of.ts'
import { parse } from './parse.ts'
import { ATTACKS } from './testing/attacks.ts'
import { FLOODS } from './testing/floods.ts'

const NAMES = new Map([['aaaaaaaaaaaaaaaaaaaaaa', 'Ana <i>']])
const nameOf = (memberId: MemberId) => NAMES.get(memberId) ?? null

const html = (body: string) => htmlOf(parse(body), nameOf)
const markdown = (body: string) => markdownOf(parse(body), nameOf)

/** The only tags there may be, as they may be written. */
const TAG =
  /<(?:p|h[3-6]|em|strong|s|bdi|thead|tbody|tr|hr|code|li|li class="task"|span class="box"|b class="mention"|t[hd](?: class="(?:center|end)")?|blockquote dir="auto"|[ou]l dir="auto"|ol start="\d+" dir="auto"|pre dir="ltr" tabindex="0"|code dir="ltr"|table dir="auto"|div class="scroll" tabindex="0"|small class="address" dir="ltr"|a href="(?:https?:\/\/|mailto:)[^"<>]*" target="_blank" rel="noopener noreferrer nofollow"|\/[a-z][a-z0-9]*)>/g

test.each([...ATTACKS, ...FLOODS])(
  '[A90] no attack comes out as more than a few tags: $family',
  ({ body }) => {
    expect(html(body).replace(TAG, ''), JSON.stringify(body.slice(0, 80))).not.toMatch(/[<>]/)
  },
)

test('every tag that is opened is closed, in order', () => {
  for (const { body } of ATTACKS) {
    const open: string[] = []
    for (const [, slash, name = ''] of html(body).matchAll(/<(\/?)([a-z][a-z0-9]*)/g)) {
      if (name === 'hr') continue
      if (slash) expect(open.pop(), JSON.stringify(body)).toBe(name)
      else open.push(name)
    }
    expect(open).toEqual([])
  }
})

test.each([
  ['**Soup** _tonight_\nyes', '<p><strong>Soup</strong> <em>tonight</em>\nyes</p>'],
  ['# Soup', '<h3>Soup</h3>'],
  [
    '- [x] leeks\n- lemons',
    '<ul dir="auto"><li class="task"><span class="box">☑</span><p>leeks</p></li><li><p>lemons</p></li></ul>',
  ],
  ['3. a', '<ol start="3" dir="auto"><li><p>a</p></li></ol>'],
  ['```ts\na<b\n```', '<pre dir="ltr" tabindex="0"><code>a&lt;b</code></pre>'],
  [
    'a|b\n-|:-:\n1|2',
    '<div class="scroll" tabindex="0"><table dir="auto"><thead><tr><th>a</th><th class="center">b</th></tr></thead><tbody><tr><td>1</td><td class="center">2</td></tr></tbody></table></div>',
  ],
  ['<@aaaaaaaaaaaaaaaaaaaaaa>', '<p><b class="mention"><bdi>@Ana &lt;i&gt;</bdi></b></p>'],
  ['<@bbbbbbbbbbbbbbbbbbbbbb>', '<p><b class="mention"><bdi>@…</bdi></b></p>'],
])('%j as HTML', (body, expected) => {
  expect(html(body)).toBe(expected)
})

test('a link that does not say where it leads is followed by its address', () => {
  expect(html('[bank](https://evil.example/)')).toContain(
    '</a> <small class="address" dir="ltr">https://evil.example/</small>',
  )
  expect(html('https://good.example/')).not.toContain('<small')
})

test('what no HTML may hold is left out', () => {
  expect(escapeHtml('a\u0000b\u001b[1m\ud800')).toBe('ab[1m\ufffd')
})

test.each([
  ['**Soup** _tonight_', '**Soup** *tonight*'],
  ['one\ntwo', 'one\\\ntwo'],
  ['# Bo · 14:05', '**Bo · 14:05**'],
  ['> quoted\n\nanswer', '> quoted\n\nanswer'],
  ['2. a\n3. b', '2. a\n3. b'],
  ['`` a`b ``', '``a`b``'],
  ['````\n```\n````', '````\n```\n````'],
  ['a|b\n-|-\n`x\\|y`|2', '| a | b |\n| --- | --- |\n| `x\\|y` | 2 |'],
  ['[soup](https://good.example/a_b)', '[soup](<https://good.example/a_b>)'],
  ['<b>bold</b> &amp; C# > a', '\\<b>bold\\</b> \\&amp; C# > a'],
  ['\\# no heading\n\\- no list\n1\\. none', '\\# no heading\\\n\\- no list\\\n1\\. none'],
])('%j as Markdown', (body, expected) => {
  expect(markdown(body)).toBe(expected)
})

/** A reader who takes everything for what it could be, raw HTML too. */
const generous = new MarkdownIt('default', { html: true })
generous.validateLink = () => true

const flat = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token) => [token, ...flat(token.children ?? [])])

test('[A90] the most generous reader of Markdown finds no HTML in it, no picture, and no link but harmless ones', () => {
  for (const { body } of ATTACKS) {
    for (const token of flat(generous.parse(markdown(body), {}))) {
      expect(['html_block', 'html_inline', 'image', 'heading_open'], JSON.stringify(body)).not.toContain(
        token.type,
      )
      const href = token.attrGet('href')
      if (href !== null) expect(String(href), JSON.stringify(body)).toMatch(/^(?:https?:\/\/|mailto:)/)
    }
  }
})

test('[D10] floods are written down in a moment', () => {
  for (const { body } of FLOODS) {
    const startedAt = performance.now()
    html(body)
    markdown(body)
    expect(performance.now() - startedAt, JSON.stringify(body.slice(0, 20))).toBeLessThan(500)
  }
})
