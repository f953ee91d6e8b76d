import type { Block, Inline, Tree } from '../tree.ts'

const BLOCKS = new Set(['paragraph', 'heading', 'quote', 'list', 'code', 'table', 'rule'])
const INLINES = new Set(['text', 'emphasis', 'strong', 'strike', 'code', 'link', 'mention'])

/** What in a tree could do harm, in words; nothing, if all is well. */
export function harmIn(tree: Tree): string[] {
  return tree.flatMap((block) => harmInBlock(block, 0))
}

function harmInBlock(block: Block, depth: number): string[] {
  if (!BLOCKS.has(block.kind)) return [`a block called ${block.kind}`]
  if (depth > 16) return ['blocks nested too deep']
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return harmInInlines(block.inlines)
    case 'quote':
      return block.blocks.flatMap((child) => harmInBlock(child, depth + 1))
    case 'list':
      return block.items.flatMap((item) => item.blocks.flatMap((child) => harmInBlock(child, depth + 1)))
    case 'table': {
      const cells = [block.head, ...block.rows].flat()
      return [
        ...(cells.length > 1_000 ? ['a huge table'] : []),
        ...cells.flatMap((cell) => harmInInlines(cell)),
      ]
    }
    case 'code':
      return harmInText(block.text)
    case 'rule':
      return []
  }
}

function harmInInlines(inlines: readonly Inline[], depth = 0, isInLink = false): string[] {
  if (depth > 16) return ['words nested too deep']
  return inlines.flatMap((inline) => {
    if (!INLINES.has(inline.kind)) return [`words called ${inline.kind}`]
    switch (inline.kind) {
      case 'text':
        return isInLink ? harmInText(inline.text) : []
      case 'code':
        return harmInText(inline.text)
      case 'mention':
        return [
          ...(isInLink ? ['a mention in a link'] : []),
          ...(/^[\w-]{22}$/.test(inline.memberId) ? [] : ['a mention of nobody']),
        ]
      case 'link':
        return [
          ...(isInLink ? ['a link in a link'] : []),
          ...(/^(?:https?:\/\/[^\s"'<>]|mailto:)/.test(inline.href) ? [] : [`a link to ${inline.href}`]),
          ...(URL.canParse(inline.href) ? [] : ['a link to no address']),
          ...harmInInlines(inline.inlines, depth + 1, true),
        ]
      default:
        return harmInInlines(inline.inlines, depth + 1, isInLink)
    }
  })
}

function harmInText(text: string): string[] {
  return /[\u202a-\u202e\u2066-\u2069]/.test(text) ? ['a turned address or code'] : []
}
