import { BODY_LENGTH_MAX } from '@confab/protocol'
import type { Token } from 'markdown-it'
import { withoutTurns } from './bidi.ts'
import { inlinesOf } from './inlines.ts'
import { plainTextOf } from './plain-text.ts'
import { tokensOf } from './tokens.ts'
import type { Align, Block, Cell, Inline, ListItem, Table, Tree } from './tree.ts'

/** The body of a message as what is drawn. Never throws, and never makes anything out of it that the tree has no name for. */
export function parse(body: string): Tree {
  // No server lets such a body through, so it is not worth anybody's time.
  if (body.length > BODY_LENGTH_MAX) return asItStands(body)
  try {
    const tree = new BlockReader(tokensOf(body)).blocks()
    return isEmpty(tree) ? asItStands(body) : tree
  } catch {
    // A slip of the library's costs this one message its looks, not everybody their room.
    return asItStands(body)
  }
}

function asItStands(body: string): Tree {
  return [{ kind: 'paragraph', inlines: [{ kind: 'text', text: body }] }]
}

/** A lone `#` or `***` is no heading and no rule of anything: it is what somebody typed. */
function isEmpty(tree: Tree): boolean {
  return plainTextOf(tree) === ''
}

/** Reads blocks from the library's list of opening and closing tokens. */
class BlockReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  /** Everything up to the closing token, and past it; up to the end when none is named. */
  blocks(closing?: string): Block[] {
    const blocks: Block[] = []
    for (let token = this.#next(); token && token.type !== closing; token = this.#next()) {
      const block = this.#block(token)
      if (block) blocks.push(block)
    }
    return blocks
  }

  #block(token: Token): Block | null {
    switch (token.type) {
      case 'paragraph_open':
        return { kind: 'paragraph', inlines: this.#inlines('paragraph_close') }
      case 'heading_open':
        return { kind: 'heading', level: Number(token.tag.slice(1)), inlines: this.#inlines('heading_close') }
      case 'blockquote_open':
        return { kind: 'quote', blocks: this.blocks('blockquote_close') }
      case 'bullet_list_open':
        return { kind: 'list', start: null, items: this.#items('bullet_list_close') }
      case 'ordered_list_open':
        return {
          kind: 'list',
          start: Number(token.attrGet('start') ?? 1),
          items: this.#items('ordered_list_close'),
        }
      case 'fence':
        return { kind: 'code', language: languageOf(token.info), text: codeOf(token.content) }
      case 'table_open':
        return this.#table()
      case 'hr':
        return { kind: 'rule' }
      default:
        return null
    }
  }

  #items(closing: string): ListItem[] {
    const items: ListItem[] = []
    for (let token = this.#next(); token && token.type !== closing; token = this.#next())
      if (token.type === 'list_item_open') items.push(itemOf(this.blocks('list_item_close')))
    return items
  }

  #table(): Table {
    const rows: Cell[][] = []
    const aligns: Align[] = []
    for (let token = this.#next(); token && token.type !== 'table_close'; token = this.#next()) {
      if (token.type === 'tr_open') rows.push([])
      if (token.type === 'th_open') aligns.push(alignOf(token))
      if (token.type === 'th_open') rows.at(-1)?.push(this.#inlines('th_close'))
      if (token.type === 'td_open') rows.at(-1)?.push(this.#inlines('td_close'))
    }
    const [head = [], ...others] = rows
    return { kind: 'table', aligns, head, rows: others }
  }

  #inlines(closing: string): Inline[] {
    const inlines: Inline[] = []
    for (let token = this.#next(); token && token.type !== closing; token = this.#next())
      if (token.type === 'inline') inlines.push(...inlinesOf(token))
    return inlines
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at++]
  }
}

function itemOf(blocks: readonly Block[]): ListItem {
  const [first, ...others] = blocks
  const text = first?.kind === 'paragraph' ? first.inlines[0] : undefined
  const box = text?.kind === 'text' ? /^\[([ xX])\][ \n]/.exec(text.text) : null
  if (!box || first?.kind !== 'paragraph' || text?.kind !== 'text') return { isDone: null, blocks }
  const inlines = [{ ...text, text: text.text.slice(box[0].length) }, ...first.inlines.slice(1)]
  return { isDone: box[1] !== ' ', blocks: [{ kind: 'paragraph', inlines }, ...others] }
}

function alignOf(cell: Token): Align {
  const style = String(cell.attrGet('style') ?? '')
  if (style.endsWith('center')) return 'center'
  return style.endsWith('right') ? 'end' : 'start'
}

function languageOf(info: string): string {
  return withoutTurns(/^[^\s{]{0,30}/.exec(info.trim())?.[0] ?? '')
}

function codeOf(content: string): string {
  return withoutTurns(content.replace(/\n$/, ''))
}
