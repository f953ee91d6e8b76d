import type { MemberId } from '@confab/protocol'
import { piecesOf } from './code-pieces.ts'
import type { Block, Inline, Tree } from './tree.ts'

/** What a mention is called where nobody knows the member. */
const SOMEBODY = '@…'

/** The words of a message in one line, without their looks: for previews, quotes and notifications. */
export function plainTextOf(tree: Tree, nameOf?: (memberId: MemberId) => string | null): string {
  return oneLine(tree.map((block) => wordsOf(block, nameOf)).join(' '))
}

/** The same of a part of a paragraph. */
export function plainTextOfInlines(
  inlines: readonly Inline[],
  nameOf?: (memberId: MemberId) => string | null,
): string {
  return oneLine(inlines.map((inline) => wordsOfInline(inline, nameOf)).join(''))
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

type NameOf = ((memberId: MemberId) => string | null) | undefined

function wordsOf(block: Block, nameOf: NameOf): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return plainTextOfInlines(block.inlines, nameOf)
    case 'quote':
      return plainTextOf(block.blocks, nameOf)
    case 'list':
      return block.items.map((item) => plainTextOf(item.blocks, nameOf)).join(', ')
    case 'code':
      return wordsOfCode(block.text, nameOf)
    case 'table':
      return [block.head, ...block.rows]
        .flat()
        .map((cell) => plainTextOfInlines(cell, nameOf))
        .join(' ')
    case 'rule':
      return ''
  }
}

function wordsOfInline(inline: Inline, nameOf: NameOf): string {
  switch (inline.kind) {
    case 'text':
      return inline.text
    case 'code':
      return wordsOfCode(inline.text, nameOf)
    case 'mention':
      return mentionOf(inline.memberId, nameOf)
    default:
      return inline.inlines.map((child) => wordsOfInline(child, nameOf)).join('')
  }
}

function wordsOfCode(code: string, nameOf: NameOf): string {
  return piecesOf(code)
    .map(({ text, memberId }) => text ?? mentionOf(memberId, nameOf))
    .join('')
}

function mentionOf(memberId: MemberId, nameOf: NameOf): string {
  const name = nameOf?.(memberId)
  return name ? `@${name}` : SOMEBODY
}
