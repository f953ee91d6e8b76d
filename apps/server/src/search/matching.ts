import type { MemberId } from '@confab/protocol'
import { fold, foldWithPlaces, isSpaced } from './fold.ts'
import type { Needle, SearchQuery } from './query.ts'

/** What of a message is searched. */
export type Searched = { authorId: MemberId; postedAt: number; body: string; files?: readonly unknown[] }

const LINK = /https?:\/\/|\bwww\.\w/i

/** Whether a body has a link in it. */
export const hasLink = (body: string): boolean => LINK.test(body)

/** Whether a message is what a query asks for. `authors` are whom `from:` means; null when it is not asked. */
export function isMatch(
  query: SearchQuery,
  authors: ReadonlySet<MemberId> | null,
  message: Searched,
): boolean {
  const { body, files, authorId, postedAt } = message
  // A deleted message keeps nothing that could be found.
  if (body === '' && !files?.length) return false
  if (query.after !== null && postedAt < query.after) return false
  if (query.before !== null && postedAt >= query.before) return false
  if (authors && !authors.has(authorId)) return false
  if (query.hasFile && !files?.length) return false
  if (query.hasLink && !hasLink(body)) return false
  if (query.needles.length === 0) return true
  const text = fold(body)
  return query.needles.every((needle) => placeIn(text, needle, 0) !== -1)
}

/** Where a needle stands in a folded text, from a place on; -1 when it does not. */
function placeIn(text: string, { text: wanted, startsWord, endsWord }: Needle, from: number): number {
  for (let at = text.indexOf(wanted, from); at !== -1; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    const isInsideLeft =
      startsWord && at > 0 && isSpaced(text.charCodeAt(at - 1)) && isSpaced(text.charCodeAt(at))
    const isInsideRight =
      endsWord && end < text.length && isSpaced(text.charCodeAt(end)) && isSpaced(text.charCodeAt(end - 1))
    if (!isInsideLeft && !isInsideRight) return at
  }
  return -1
}

/** Part of a body around what was found: each hit from one UTF-16 unit up to another. */
export type Excerpt = {
  text: string
  hits: { from: number; to: number }[]
  isCutBefore: boolean
  isCutAfter: boolean
}

/** Units of an excerpt: three lines of a narrow column. */
const EXCERPT_LENGTH_MAX = 240
/** How much of it stands before the first hit, when not all fits. */
const BEFORE_HIT_LENGTH = 60
const HITS_MAX = 20

/** The part of a body that is shown with a result. */
export function excerptOf(query: SearchQuery, body: string): Excerpt {
  const hits = hitsIn(query, body)
  const first = hits[0]?.[0] ?? 0
  const start =
    body.length <= EXCERPT_LENGTH_MAX || first <= BEFORE_HIT_LENGTH ? 0 : first - BEFORE_HIT_LENGTH
  const from = cutPlace(body, start, 'after')
  const to = cutPlace(body, Math.min(body.length, from + EXCERPT_LENGTH_MAX), 'before')
  return {
    text: body.slice(from, to),
    hits: hits
      .filter(([at]) => at >= from && at < to)
      .slice(0, HITS_MAX)
      .map(([at, end]) => ({ from: at - from, to: Math.min(end, to) - from })),
    isCutBefore: from > 0,
    isCutAfter: to < body.length,
  }
}

const SEGMENTER = new Intl.Segmenter('und', { granularity: 'grapheme' })
const MENTION = /<@[A-Za-z0-9_-]{22}>/g

/** A place near this one where a text may be cut: not inside a character, a word if it can be helped, or a mention. */
function cutPlace(body: string, place: number, side: 'before' | 'after'): number {
  if (place <= 0 || place >= body.length) return Math.max(0, Math.min(place, body.length))
  for (const { 0: mention, index } of body.matchAll(MENTION))
    if (index < place && place < index + mention.length)
      return side === 'before' ? index : index + mention.length
  const space = /\s/
  for (let i = 0; i < 20; i++) {
    const at = side === 'before' ? place - i : place + i
    if (at > 0 && at < body.length && space.test(body.charAt(at - 1))) return at
  }
  const base = Math.max(0, place - 64)
  let cut = base
  for (const { index } of SEGMENTER.segment(body.slice(base, place + 64))) {
    if (base + index > place) break
    cut = base + index
  }
  return cut
}

/** Where the needles stand in a body, in order, those that touch made one. */
function hitsIn({ needles }: SearchQuery, body: string): [number, number][] {
  if (needles.length === 0) return []
  const { text, from, to } = foldWithPlaces(body)
  const found: [number, number][] = []
  for (const needle of needles)
    for (let at = placeIn(text, needle, 0); at !== -1; at = placeIn(text, needle, at + needle.text.length)) {
      found.push([from[at] ?? 0, to[at + needle.text.length - 1] ?? body.length])
      if (found.length > HITS_MAX * needles.length) break
    }
  found.sort(([a], [b]) => a - b)
  const merged: [number, number][] = []
  for (const [at, end] of found) {
    const last = merged.at(-1)
    if (last && at <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([at, end])
  }
  return merged
}
