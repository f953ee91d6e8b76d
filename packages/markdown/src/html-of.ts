import type { MemberId } from '@confab/protocol'
import { piecesOf } from './code-pieces.ts'
import type { Block, Inline, Link, List, Table, Tree } from './tree.ts'

/** Who a member is, by a name; null for nobody known. */
type NameOf = (memberId: MemberId) => string | null

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it stands between tags, or between quotation marks inside of one. What no HTML may hold is left out. */
export function escapeHtml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '')
  )
}

/**
 * A message as HTML that does nothing: elements of a short list of its own, and people's text only ever as text. Headings begin at `h3`. A
 * link that does not say where it leads is followed by its address, since nobody can be asked on paper.
 */
export function htmlOf(tree: Tree, nameOf: NameOf): string {
  return tree.map((block) => htmlOfBlock(block, nameOf)).join('')
}

function htmlOfBlock(block: Block, nameOf: NameOf): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${htmlOfInlines(block.inlines, nameOf)}</p>`
    case 'heading': {
      const tag = `h${Math.min(6, block.level + 2)}`
      return `<${tag}>${htmlOfInlines(block.inlines, nameOf)}</${tag}>`
    }
    case 'quote':
      return `<blockquote dir="auto">${htmlOf(block.blocks, nameOf)}</blockquote>`
    case 'list':
      return htmlOfList(block, nameOf)
    case 'code':
      return `<pre dir="ltr" tabindex="0"><code>${htmlOfCode(block.text, nameOf)}</code></pre>`
    case 'table':
      return htmlOfTable(block, nameOf)
    case 'rule':
      return '<hr>'
  }
}

function htmlOfList({ start, items }: List, nameOf: NameOf): string {
  const inside = items
    .map(({ isDone, blocks }) => {
      const box = isDone === null ? '' : `<span class="box">${isDone ? '☑' : '☐'}</span>`
      return `<li${isDone === null ? '' : ' class="task"'}>${box}${htmlOf(blocks, nameOf)}</li>`
    })
    .join('')
  return start === null
    ? `<ul dir="auto">${inside}</ul>`
    : `<ol start="${Math.trunc(start)}" dir="auto">${inside}</ol>`
}

function htmlOfTable({ aligns, head, rows }: Table, nameOf: NameOf): string {
  const cells = (tag: 'th' | 'td', row: Table['head']) =>
    row
      .map((cell, i) => {
        const align = aligns[i] ?? 'start'
        const look = align === 'start' ? '' : ` class="${align}"`
        return `<${tag}${look}>${htmlOfInlines(cell, nameOf)}</${tag}>`
      })
      .join('')
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')
  const table = `<thead><tr>${cells('th', head)}</tr></thead><tbody>${body}</tbody>`
  return `<div class="scroll" tabindex="0"><table dir="auto">${table}</table></div>`
}

function htmlOfInlines(inlines: readonly Inline[], nameOf: NameOf): string {
  return inlines.map((inline) => htmlOfInline(inline, nameOf)).join('')
}

function htmlOfInline(inline: Inline, nameOf: NameOf): string {
  switch (inline.kind) {
    case 'text':
      return escapeHtml(inline.text)
    case 'emphasis':
      return `<em>${htmlOfInlines(inline.inlines, nameOf)}</em>`
    case 'strong':
      return `<strong>${htmlOfInlines(inline.inlines, nameOf)}</strong>`
    case 'strike':
      return `<s>${htmlOfInlines(inline.inlines, nameOf)}</s>`
    case 'code':
      return `<code dir="ltr">${htmlOfCode(inline.text, nameOf)}</code>`
    case 'link':
      return htmlOfLink(inline, nameOf)
    case 'mention':
      return mention(inline.memberId, nameOf)
  }
}

function htmlOfLink({ href, isHonest, inlines }: Link, nameOf: NameOf): string {
  const address = escapeHtml(href)
  const label = `<bdi>${htmlOfInlines(inlines, nameOf)}</bdi>`
  const link = `<a href="${address}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`
  return isHonest ? link : `${link} <small class="address" dir="ltr">${address}</small>`
}

function htmlOfCode(text: string, nameOf: NameOf): string {
  return piecesOf(text)
    .map((piece) => (piece.memberId === null ? escapeHtml(piece.text) : mention(piece.memberId, nameOf)))
    .join('')
}

function mention(memberId: MemberId, nameOf: NameOf): string {
  return `<b class="mention"><bdi>@${escapeHtml(nameOf(memberId) ?? '…')}</bdi></b>`
}
