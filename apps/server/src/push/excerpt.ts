import { type MemberId, PUSH_EXCERPT_LENGTH_MAX } from '@confab/protocol'

/** Characters of a body that are looked at: more than an excerpt can show, and few enough for any pattern. */
const LOOKED_AT_LENGTH = 1_500

/** UTF-16 units of an excerpt: one character may consist of many. */
const EXCERPT_UNITS_MAX = PUSH_EXCERPT_LENGTH_MAX * 4 - 1

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * The first words of a message in one line, as a notification shows them: mentions as names, and Markdown's most common signs left out.
 * The server knows no Markdown, so what is rare stays as it was typed.
 */
export function excerptOf(body: string, nameOf: (memberId: MemberId) => string | null): string {
  const mentioned: MemberId[] = []
  // An id may look like signs of Markdown; what stands for it meanwhile no body may have in it.
  const looked = body
    .slice(0, LOOKED_AT_LENGTH)
    .toWellFormed()
    .replace(
      /<@([A-Za-z0-9_-]{22})>/g,
      (_, id: string) => `\ufdd0${mentioned.push(id as MemberId) - 1}\ufdd1`,
    )
  const stripped = oneLine(withoutSigns(looked))
  // What is nothing but signs was meant as it was typed.
  const plain = /[^\s*_~`>#+-]/.test(stripped) ? stripped : oneLine(looked)
  const named = plain.replace(/\ufdd0(\d+)\ufdd1/g, (_, at: string) => {
    const memberId = mentioned[Number(at)]
    return `@${(memberId && nameOf(memberId)) ?? '…'}`
  })
  return cut(named, body.length > LOOKED_AT_LENGTH)
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

function withoutSigns(text: string): string {
  return (
    text
      // Fences of code, what introduces headings, quotes and lists.
      .replace(/^ {0,3}(?:```|~~~).*$/gm, '')
      .replace(/^(?: {0,3}>)+ ?/gm, '')
      .replace(/^ {0,3}#{1,6} +/gm, '')
      .replace(/^ *[-*+] +/gm, '')
      // A link is its words.
      .replace(/!?\[([^[\]\n]*)\]\([^()\s]*\)/g, '$1')
      .replace(/\*\*|~~|`+/g, '')
      // Signs of emphasis stand before a word or behind one, not within.
      .replace(/(?<![\p{L}\p{N}*_])[*_]{1,2}(?=[^\s*_])/gu, '')
      .replace(/(?<=[^\s*_])[*_]{1,2}(?![\p{L}\p{N}*_@])/gu, '')
  )
}

function cut(text: string, isMore: boolean): string {
  let kept = ''
  let count = 0
  for (const { segment } of characters.segment(text)) {
    if (count === PUSH_EXCERPT_LENGTH_MAX || kept.length + segment.length > EXCERPT_UNITS_MAX)
      return `${kept.trimEnd()}…`
    kept += segment
    count += 1
  }
  return isMore ? `${kept}…` : kept
}
