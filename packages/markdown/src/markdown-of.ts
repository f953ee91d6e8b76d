import type { MemberId } from '@confab/protocol'
import { piecesOf } from './code-pieces.ts'
import type { Block, Inline, Link, ListItem, Table, Tree } from './tree.ts'

/** Who a member is, by a name; null for nobody known. */
type NameOf = (memberId: MemberId) => string | null

/**
 * A message as Markdown that means the same to every reader of it, whatever it makes of HTML, of single line breaks or of bare addresses: what
 * is text in the chat is text there. Headings are strong words, so that no message looks like the head of another one.
 */
export function markdownOf(tree: Tree, nameOf: NameOf): string {
  return blocks(tree, nameOf).join('\n')
}

/** Text where it stands in a line, as text. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
      .replace(/[\\`*_[\]<|~&]/g, '\\$&')
  )
}

/** Lines of blocks, with an empty one between each two. */
function blocks(some: readonly Block[], nameOf: NameOf): string[] {
  return some.flatMap((block, i) => (i === 0 ? lines(block, nameOf) : ['', ...lines(block, nameOf)]))
}

function lines(block: Block, nameOf: NameOf): string[] {
  switch (block.kind) {
    case 'paragraph':
      return paragraph(block.inlines, nameOf)
    case 'heading':
      return [`**${oneLine(block.inlines, nameOf)}**`]
    case 'quote':
      return blocks(block.blocks, nameOf).map((line) => `> ${line}`.trimEnd())
    case 'list':
      return block.items.flatMap((item, i) => listItem(item, block.start, i, nameOf))
    case 'code':
      return codeBlock(block.language, block.text, nameOf)
    case 'table':
      return table(block, nameOf)
    case 'rule':
      return ['* * *']
  }
}

function listItem({ isDone, blocks: inside }: ListItem, start: number | null, i: number, nameOf: NameOf) {
  const mark = start === null ? '-' : `${start + i}.`
  const box = isDone === null ? '' : `[${isDone ? 'x' : ' '}] `
  const [first = '', ...others] = blocks(inside, nameOf)
  const indent = ' '.repeat(mark.length + 1)
  return [`${mark} ${box}${first}`, ...others.map((line) => (line === '' ? '' : indent + line))]
}

/** Lines as they were typed: each ends in a break that all readers of Markdown know, and none begins as something else than text. */
function paragraph(inlines: readonly Inline[], nameOf: NameOf): string[] {
  const text = inlines.map((inline) => written(inline, nameOf)).join('')
  const typed = text.split('\n').map(unindented)
  // An empty line would end the paragraph in the middle of its emphasis.
  return typed.map((line, i) => {
    const shown = line === '' ? '\u00a0' : line
    return i < typed.length - 1 ? `${shown}\\` : shown
  })
}

/** What four spaces, a dash, a number or the like would mean at the beginning of a line. */
function unindented(line: string): string {
  return line
    .replace(/^[ \t]+/, (spaces) => '\u00a0'.repeat(spaces.length))
    .replace(/^(\u00a0*)([-+=#>])/, '$1\\$2')
    .replace(/^(\u00a0*\d{1,9})([.)])/, '$1\\$2')
}

function oneLine(inlines: readonly Inline[], nameOf: NameOf): string {
  return inlines
    .map((inline) => written(inline, nameOf))
    .join('')
    .replace(/\s*\n\s*/g, ' ')
    .trim()
}

function written(inline: Inline, nameOf: NameOf): string {
  switch (inline.kind) {
    case 'text':
      return escapeMarkdown(inline.text)
    case 'emphasis':
      return around('*', inline.inlines, nameOf)
    case 'strong':
      return around('**', inline.inlines, nameOf)
    case 'strike':
      return around('~~', inline.inlines, nameOf)
    case 'code':
      return code(codeText(inline.text, nameOf))
    case 'link':
      return link(inline, nameOf)
    case 'mention':
      return `**${escapeMarkdown(`@${nameOf(inline.memberId) ?? '…'}`)}**`
  }
}

/** Marks stand close to their words, or they are none. */
function around(mark: string, inlines: readonly Inline[], nameOf: NameOf): string {
  const text = inlines.map((inline) => written(inline, nameOf)).join('')
  const words = text.trim()
  if (words === '') return text
  const at = text.indexOf(words)
  return `${text.slice(0, at)}${mark}${words}${mark}${text.slice(at + words.length)}`
}

function link({ href, inlines }: Link, nameOf: NameOf): string {
  // An address of a mailbox may hold what would end it here.
  const address = href.replace(/[\s<>\\]/g, encodeURIComponent)
  return `[${oneLine(inlines, nameOf)}](<${address}>)`
}

function code(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const fence = '`'.repeat(longestRun(line) + 1)
  const isClose = !/^`|`$|^ .* $/.test(line)
  return isClose ? fence + line + fence : `${fence} ${line} ${fence}`
}

function codeBlock(language: string, text: string, nameOf: NameOf): string[] {
  const whole = codeText(text, nameOf)
  const fence = '`'.repeat(Math.max(3, longestRun(whole) + 1))
  return [fence + language.replace(/[^\w+#.-]/g, ''), ...whole.split(/\r?\n/), fence]
}

function codeText(text: string, nameOf: NameOf): string {
  return piecesOf(text)
    .map((piece) => (piece.memberId === null ? piece.text : `@${nameOf(piece.memberId) ?? '…'}`))
    .join('')
}

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

function table({ aligns, head, rows }: Table, nameOf: NameOf): string[] {
  // A bar in code ends a cell unless it is escaped, which only tables undo.
  const cellOf = (cell: Table['head'][number]) => oneLine(cell, nameOf).replace(/(?<!\\)\|/g, '\\|')
  const row = (cells: Table['head']) => `| ${cells.map(cellOf).join(' | ')} |`
  const marks = { start: '---', center: ':-:', end: '--:' }
  return [row(head), `| ${head.map((_, i) => marks[aligns[i] ?? 'start']).join(' | ')} |`, ...rows.map(row)]
}
