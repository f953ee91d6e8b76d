import { expect, test } from 'vitest'
import { parse } from './parse.ts'
import type { Inline } from './tree.ts'

const text = (words: string): Inline => ({ kind: 'text', text: words })
const paragraph = (...inlines: Inline[]) => ({ kind: 'paragraph', inlines })

test('emphasis, code and strikes stand in each other', () => {
  expect(parse('a **b _c_** `d` ~~e~~')).toEqual([
    paragraph(
      text('a '),
      { kind: 'strong', inlines: [text('b '), { kind: 'emphasis', inlines: [text('c')] }] },
      text(' '),
      { kind: 'code', text: 'd' },
      text(' '),
      { kind: 'strike', inlines: [text('e')] },
    ),
  ])
})

test('a line break stays one, and so does what a line is indented by', () => {
  expect(parse('**a**\n  b\\\nc')).toEqual([
    paragraph({ kind: 'strong', inlines: [text('a')] }, text('\n  b\nc')),
  ])
})

test('the answer below a quote is not quoted', () => {
  expect(parse('> Soup tonight?\nYes!')).toEqual([
    { kind: 'quote', blocks: [paragraph(text('Soup tonight?'))] },
    paragraph(text('Yes!')),
  ])
})

test('what stands below a list is not its last item', () => {
  expect(parse('- leeks\n- lemons\nThat is all')).toMatchObject([
    { kind: 'list', start: null, items: [{}, {}] },
    paragraph(text('That is all')),
  ])
})

test('a list counts from where it was told to', () => {
  expect(parse('3. a\n4. b')).toMatchObject([{ kind: 'list', start: 3, items: [{ isDone: null }, {}] }])
})

test('an item with a box is a task', () => {
  expect(parse('- [ ] leeks\n- [x] lemons\n- [y] pot')).toMatchObject([
    {
      items: [
        { isDone: false, blocks: [paragraph(text('leeks'))] },
        { isDone: true, blocks: [paragraph(text('lemons'))] },
        { isDone: null, blocks: [paragraph(text('[y] pot'))] },
      ],
    },
  ])
})

test('a fence is code in the language it names, to its end or that of the body', () => {
  expect(parse('```ts title=x\nlet a\n\n  b\n```')).toEqual([
    { kind: 'code', language: 'ts', text: 'let a\n\n  b' },
  ])
  expect(parse('a\n~~~\n<b>')).toEqual([paragraph(text('a')), { kind: 'code', language: '', text: '<b>' }])
})

test('a table has a head, rows and sides to lean to', () => {
  expect(parse('a|b|c\n-|:-:|-:\n1|2|3')).toEqual([
    {
      kind: 'table',
      aligns: ['start', 'center', 'end'],
      head: [[text('a')], [text('b')], [text('c')]],
      rows: [[[text('1')], [text('2')], [text('3')]]],
    },
  ])
})

test('[D10] [A65] a table of more cells than anybody reads, and what is nested too deep, stay text', () => {
  const huge = `a|b\n-|-\n${'|\n'.repeat(600)}`
  expect(parse(huge)).toEqual([paragraph(text(huge.trimEnd()))])
  expect(JSON.stringify(parse(`${'> '.repeat(50)}deep`))).toContain('> > deep')
})

const ANA = 'aaaaaaaaaaaaaaaaaaaaaa'

test('a mention is its member, except in code and in a link', () => {
  const mention = { kind: 'mention', memberId: ANA }
  expect(parse(`Hey <@${ANA}>!`)).toEqual([paragraph(text('Hey '), mention as Inline, text('!'))])
  expect(parse(`\`<@${ANA}>\``)).toEqual([paragraph({ kind: 'code', text: `<@${ANA}>` })])
  expect(parse(`\`\`\`\n<@${ANA}>\n\`\`\``)).toMatchObject([{ kind: 'code', text: `<@${ANA}>` }])
  expect(parse(`[<@${ANA}>](https://evil.example)`)).toEqual([paragraph(mention as Inline)])
})

test('[A66] a picture from elsewhere is a link to it', () => {
  const label = [text('the pot')]
  expect(parse('![the pot](https://good.example/pot.jpg)')).toEqual([
    paragraph({ kind: 'link', href: 'https://good.example/pot.jpg', isHonest: false, inlines: label }),
  ])
})

test('a link with nothing to see shows its address', () => {
  for (const label of ['', ' ', '\u200b', '\u3164'])
    expect(parse(`[${label}](https://evil.example)`)).toEqual([
      paragraph({
        kind: 'link',
        href: 'https://evil.example/',
        isHonest: true,
        inlines: [text('https://evil.example/')],
      }),
    ])
})

test('bare addresses end where the sentence goes on', () => {
  expect(parse('See https://good.example/a_b_c.')).toEqual([
    paragraph(
      text('See '),
      {
        kind: 'link',
        href: 'https://good.example/a_b_c',
        isHonest: true,
        inlines: [text('https://good.example/a_b_c')],
      },
      text('.'),
    ),
  ])
  expect(parse('www.good.example *and* ana@example.org')).not.toHaveProperty('0.inlines.0.href')
})

test('what is only markup is what somebody typed', () => {
  for (const body of ['#', '>', '-', '***', '```', '1.', '> -'])
    expect(parse(body)).toEqual([paragraph(text(body))])
})

test('entities, indented lines, definitions and underlines are no markup here', () => {
  for (const body of ['&lt;b&gt; &#42;', 'a_b_c\n---x', '[a]: https://good.example/'])
    expect(JSON.stringify(parse(body))).not.toMatch(/"(code|heading|rule)"/)
  expect(parse('&lt;b&gt;')).toEqual([paragraph(text('&lt;b&gt;'))])
  expect(JSON.stringify(parse('[a]: https://good.example/'))).toContain('[a]: ')
})
