import type { MemberId, SearchResult } from '@confab/protocol'
import { marksIn } from './marks.ts'

/** A piece of an excerpt: text, whether it is what was looked for, and whom it mentions instead, if it does. */
export type ExcerptPiece = { text: string; isHit: boolean; memberId: MemberId | null }

const MENTION = /<@([A-Za-z0-9_-]{22})>/g

/** An excerpt in pieces, with what was found in it apart, and without the marks of Markdown between. */
export function piecesOf({ excerpt, hits }: Pick<SearchResult, 'excerpt' | 'hits'>): ExcerptPiece[] {
  const isMark = marksIn(excerpt)
  const wordsOf = (from: number, to: number) =>
    withMentions(
      Array.from({ length: to - from }, (_, i) => (isMark[from + i] ? '' : excerpt[from + i])).join(''),
    )
  const pieces: ExcerptPiece[] = []
  let at = 0
  for (const { from, to } of hits) {
    if (from > at) pieces.push(...wordsOf(at, from))
    pieces.push({ text: excerpt.slice(from, to), isHit: true, memberId: null })
    at = to
  }
  if (at < excerpt.length) pieces.push(...wordsOf(at, excerpt.length))
  return pieces
}

function withMentions(text: string): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = []
  let at = 0
  for (const { 0: token, 1: memberId, index } of text.matchAll(MENTION)) {
    if (index > at) pieces.push({ text: text.slice(at, index), isHit: false, memberId: null })
    pieces.push({ text: token, isHit: false, memberId: memberId as MemberId })
    at = index + token.length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isHit: false, memberId: null })
  return pieces
}

/** A text on one line or two, whatever its own lines were. */
export const onLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')
