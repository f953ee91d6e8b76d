import type { MemberId } from '@confab/protocol'
import type { Token } from 'markdown-it'
import { withoutTurns } from './bidi.ts'
import { isHonest } from './links.ts'
import { plainTextOfInlines } from './plain-text.ts'
import type { Inline } from './tree.ts'

/** What stands in what: deeper emphasis of the emphasised is not seen any more, and each level is a component on the screen. */
const INLINE_DEPTH_MAX = 10

/** Spaces, and letters that show as nothing. */
const UNSEEN = /^[\s\p{Cf}\u115f\u1160\u2800\u3164\uffa0]*$/u

/** Something that was opened and not closed yet. Past the depth it has no looks of its own and fills the one around it. */
type Open = { look: 'emphasis' | 'strong' | 'strike' | 'none'; href: string | null; inlines: Inline[] }

const LOOKS: Record<string, Open['look']> = { em_open: 'emphasis', strong_open: 'strong', s_open: 'strike' }

/** The words of one paragraph, heading or cell. */
export function inlinesOf(token: Token): Inline[] {
  const raw: unknown = token.meta?.raw
  if (typeof raw === 'string') return [{ kind: 'text', text: raw }]
  return read(token.children ?? [], false)
}

function read(tokens: readonly Token[], isInLink: boolean): Inline[] {
  const root: Open = { look: 'none', href: null, inlines: [] }
  const open: Open[] = [root]
  let isLinked = isInLink
  for (const token of tokens) {
    const around = open.at(-1) ?? root
    switch (token.type) {
      case 'text':
      case 'text_special':
        add(around.inlines, { kind: 'text', text: token.content })
        break
      case 'hardbreak':
      case 'softbreak':
        add(around.inlines, { kind: 'text', text: '\n' })
        break
      case 'code_inline':
        add(around.inlines, { kind: 'code', text: withoutTurns(token.content) })
        break
      case 'mention':
        add(around.inlines, { kind: 'mention', memberId: token.content as MemberId })
        break
      case 'image':
        for (const inline of imageOf(token, isLinked)) add(around.inlines, inline)
        break
      case 'em_open':
      case 'strong_open':
      case 's_open':
        if (open.length > INLINE_DEPTH_MAX) open.push({ look: 'none', href: null, inlines: around.inlines })
        else open.push({ look: LOOKS[token.type] ?? 'none', href: null, inlines: [] })
        break
      case 'link_open':
        open.push({ look: 'none', href: isLinked ? null : addressIn(token, 'href'), inlines: [] })
        isLinked = true
        break
      case 'link_close':
        isLinked = isInLink
        if (open.length > 1) close(open)
        break
      case 'em_close':
      case 'strong_close':
      case 's_close':
        if (open.length > 1) close(open)
        break
    }
  }
  while (open.length > 1) close(open)
  return root.inlines
}

function close(open: Open[]): void {
  const closed = open.pop()
  const around = open.at(-1)
  if (!closed || !around || closed.inlines === around.inlines) return
  const { look, href, inlines } = closed
  if (href !== null) for (const inline of linkOf(href, inlines)) add(around.inlines, inline)
  else if (look === 'none') for (const inline of inlines) add(around.inlines, inline)
  else if (inlines.length > 0) add(around.inlines, { kind: look, inlines })
}

/** Nothing is loaded from elsewhere because of a message: who looked, and from where, is nobody's business. So it is a link. */
function imageOf(token: Token, isInLink: boolean): readonly Inline[] {
  const label = read(token.children ?? [], true)
  const href = addressIn(token, 'src')
  return href === null || isInLink ? label : linkOf(href, label)
}

function addressIn(token: Token, attribute: 'href' | 'src'): string | null {
  const address = token.attrGet(attribute)
  return typeof address === 'string' && address !== '' ? address : null
}

function linkOf(href: string, label: readonly Inline[]): readonly Inline[] {
  // Who is named can be pressed; a link around it could not.
  if (label.some(hasMention)) return label
  const text = plainTextOfInlines(label)
  if (UNSEEN.test(text))
    return [{ kind: 'link', href, isHonest: true, inlines: [{ kind: 'text', text: href }] }]
  return [{ kind: 'link', href, isHonest: isHonest(text, href), inlines: label.map(unturned) }]
}

function hasMention(inline: Inline): boolean {
  return inline.kind === 'mention' || ('inlines' in inline && inline.inlines.some(hasMention))
}

function unturned(inline: Inline): Inline {
  if (inline.kind === 'text') return { kind: 'text', text: withoutTurns(inline.text) }
  return 'inlines' in inline ? { ...inline, inlines: inline.inlines.map(unturned) } : inline
}

/** Adds at the end; text joins the text before it, so that one word is one node. */
function add(inlines: Inline[], inline: Inline): void {
  const last = inlines.at(-1)
  if (inline.kind === 'text' && last?.kind === 'text') {
    inlines[inlines.length - 1] = { kind: 'text', text: last.text + inline.text }
  } else if (inline.kind !== 'text' || inline.text !== '') inlines.push(inline)
}
