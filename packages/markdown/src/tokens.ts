import MarkdownIt, { type Token } from 'markdown-it'
import { addChatRules } from './chat-rules.ts'
import { harmlessHref } from './links.ts'

const md = new MarkdownIt('default', { html: false, linkify: true, typographer: false, maxNesting: 20 })
  .disable([
    // Four spaces are no wish for code, nor is a line of dashes one for a heading above it.
    'code',
    'lheading',
    // A definition would vanish from what was said.
    'reference',
    // Whoever writes &lt; shows it to others.
    'entity',
    // Line breaks stay in the text, and so does what a line is indented by.
    'newline',
    'html_block',
    'html_inline',
  ])
  .use(addChatRules)

// A bare address is one with its scheme: what has a dot in it is mostly a slip of the space bar.
md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false }).add('ftp:', null).add('//', null)
md.normalizeLink = (address) => harmlessHref(address) ?? ''
md.validateLink = (address) => address !== ''
// The library would turn xn-- back into the letters that make an address look like another one.
md.normalizeLinkText = (address) => address

/** What the library reads in a body. */
export function tokensOf(body: string): Token[] {
  return md.parse(body, {})
}
