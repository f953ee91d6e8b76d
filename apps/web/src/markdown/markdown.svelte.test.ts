import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import type { MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import '../words/testing/english.ts'
import { ATTACKS } from '@confab/markdown/testing/attacks'
import MessageBody from './MessageBody.svelte'
import { loadMarkdown, oneLineOf } from './markdown.svelte.ts'
import Bodies from './testing/Bodies.svelte'

// A busy machine takes its time to fetch a file.
const SOON = { timeout: 15_000 }

async function show(body: string, hits?: readonly string[]) {
  await loadMarkdown()
  return (await render(MessageBody, { body, hits })).container
}

test('mere text is a text node, with no library asked', async () => {
  const { container } = await render(MessageBody, { body: 'Soup\n  tonight? :-)' })
  expect(container.innerHTML.replaceAll('<!---->', '')).toBe('Soup\n  tonight? :-)')
})

test('until the library is there a body is seen as it was typed, and then as it was meant', async () => {
  const { container } = await render(MessageBody, { body: '**Soup** for <@aaaaaaaaaaaaaaaaaaaaaa>' })
  const before = container.textContent
  await loadMarkdown()
  await expect.element(page.getByText('Soup').first()).toBeInTheDocument()
  expect(['**Soup** for @…', 'Soup for @…']).toContain(before)
  await expect.poll(() => container.querySelector('strong')?.textContent, SOON).toBe('Soup')
  expect(oneLineOf('**Soup**\nfor <@aaaaaaaaaaaaaaaaaaaaaa>', () => 'Ana')).toBe('Soup for @Ana')
})

test('not a space and not a line is added to what was said', async () => {
  const shown = await show('a **b**\n  `c` [d](https://good.example) ~~e *f*~~.')
  expect(shown.querySelector('p')?.textContent).toBe('a b\n  c d e f.')
})

test('[A66] an address opens apart from this page, which it learns nothing of', async () => {
  await show('https://good.example/a')
  const link = page.getByRole('link')
  await expect.element(link).toHaveAttribute('rel', 'noopener noreferrer')
  await expect.element(link).toHaveAttribute('target', '_blank')
})

test('[A66] a link that shows something else than its address asks first', async () => {
  await show('[https://good.example](https://evil.example/x)')
  await page.getByRole('link').click()

  const dialog = page.getByRole('dialog', { name: 'Open this link?' })
  await expect.poll(() => dialog.element().textContent, SOON).toContain('https://evil.example/x')
  await dialog.getByRole('button', { name: 'Stay here' }).click()
  await expect.element(dialog).not.toBeInTheDocument()
})

test('a link into a room of this Confab stays on the page', async () => {
  const before = location.href
  await show(`${location.origin}/r/k7m-4qp2-x9d`)
  await page.getByRole('link').click()
  expect(location.pathname).toBe('/r/k7m-4qp2-x9d')
  history.replaceState(null, '', before)
})

test('code is copied as it was typed, and coloured once its language is there', async () => {
  const shown = await show('```ts\nlet soup = "hot" // today\n```')
  await expect.element(page.getByText('TypeScript')).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Copy' })).toBeVisible()
  const height = shown.querySelector('figure')?.getBoundingClientRect().height
  await expect.poll(() => shown.querySelector('pre .string')?.textContent, SOON).toBe('"hot"')
  expect(shown.querySelector('pre')?.textContent).toBe('let soup = "hot" // today')
  expect(shown.querySelector('figure')?.getBoundingClientRect().height).toBe(height)
})

test('long code and wide tables scroll within themselves, by keyboard too', async () => {
  const shown = await show(
    `\`\`\`\n${'long '.repeat(200)}\n\`\`\`\n\n${'|a long head'.repeat(20)}|\n${'|-'.repeat(20)}|`,
  )
  for (const selector of ['pre', '.scroll']) {
    const part = shown.querySelector(selector)
    await expect.poll(() => part?.getAttribute('tabindex'), SOON).toBe('0')
    expect(part?.scrollWidth).toBeGreaterThan(part?.clientWidth ?? 0)
  }
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(innerWidth)
})

test('what was searched for is marked, in mere text, emphasis and code alike', async () => {
  const shown = await show('Soup, **soup** and `soup`', ['soup'])
  expect([...shown.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual([
    'Soup',
    'soup',
    'soup',
  ])
  expect((await show('soup', ['soup'])).querySelector('mark')?.textContent).toBe('soup')
})

test('lists, quotes and tables begin where their own language does', async () => {
  const shown = await show('- كرّاث\n- ليمون\n\n> שלום\n\nא|ב\n-|-\nא|ב')
  for (const selector of ['ul', 'blockquote', 'table']) {
    const part = shown.querySelector(selector)
    expect(part && getComputedStyle(part).direction, selector).toBe('rtl')
  }
})

const ELEMENTS = new Set(
  'div p h3 h4 h5 h6 blockquote ul ol li figure figcaption pre code table thead tbody tr th td hr em strong s a bdi span button svg path'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'data-body class dir start scope href target rel title type tabindex aria-label aria-live aria-hidden focusable viewBox width height d'.split(
    ' ',
  ),
)

test('[A64] every attack is drawn with nothing in it that runs, loads or leads away', async () => {
  await loadMarkdown()
  const reports: string[] = []
  document.addEventListener('securitypolicyviolation', (event) => reports.push(event.violatedDirective))
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content =
    "img-src 'none'; media-src 'none'; object-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'; script-src 'self'; require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
  document.head.append(policy)
  // First that the alarm rings at all.
  expect(() => {
    document.createElement('div').innerHTML = '<b>x</b>'
  }).toThrow()
  await expect.poll(() => reports.length, SOON).toBeGreaterThan(0)
  reports.length = 0

  let alerts = 0
  window.alert = () => {
    alerts++
  }
  const before = location.href
  const { container } = await render(Bodies, { bodies: ATTACKS.map(({ body }) => body) })
  await new Promise((done) => setTimeout(done, 300))

  const strange = new Set<string>()
  for (const element of container.querySelectorAll('*')) {
    if (!ELEMENTS.has(element.localName)) strange.add(`<${element.localName}>`)
    for (const { name, value } of element.attributes) {
      if (!ATTRIBUTES.has(name)) strange.add(`${name}=${value}`)
      if (name === 'href' && !/^(?:https?|mailto):/.test(value)) strange.add(`${name}=${value}`)
    }
  }
  expect([...strange]).toEqual([])
  expect(container.querySelectorAll('a').length).toBeGreaterThan(50)
  expect(container.querySelectorAll('[data-body]:empty').length).toBeLessThanOrEqual(1)
  expect(alerts).toBe(0)
  expect(location.href).toBe(before)
  expect(reports).toEqual([])
})

test('a mention is drawn by whoever knows the names', async () => {
  await loadMarkdown()
  const ana = anId<MemberId>('ana')
  const { container } = await render(Bodies, {
    bodies: [`Ask <@${ana}> and \`<@${ana}>\``, `\`\`\`ts\nask(<@${ana}>)\n\`\`\``],
    names: { [ana]: 'Ana' },
  })
  const [inLine, block] = container.querySelectorAll('[data-body]')
  expect(inLine?.textContent?.trim()).toBe('Ask @Ana and @Ana')
  expect(block?.querySelector('pre')?.textContent).toBe('ask(@Ana)')
})
