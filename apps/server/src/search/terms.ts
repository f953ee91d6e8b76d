import type { MemberId } from '@confab/protocol'
import { fold, isSpaced } from './fold.ts'
import { hasLink } from './matching.ts'
import type { Needle, SearchQuery } from './query.ts'

// What the index knows a message by. Of words that spaces part: every three letters in a row, so that any part of a word is found, and
// the one or two it begins with; and what stands around the space between two words. Of everything else, Chinese or emoji say: every character, and every two in a row. Terms of letters never
// begin with a sign, so those that do are free for who wrote it and what it has.

export const authorTerm = (memberId: MemberId): string => `@${memberId}`
export const FILE_TERM = '#file'
export const LINK_TERM = '#link'

/** What a message is found by. */
export type Indexed = { authorId: MemberId; body: string; files?: readonly unknown[] }

/** Calls with every term of a message, some of them several times. A deleted message has none. */
export function eachTerm({ authorId, body, files }: Indexed, take: (term: string) => void): void {
  const hasFiles = files !== undefined && files.length > 0
  if (body === '' && !hasFiles) return
  take(authorTerm(authorId))
  if (hasFiles) take(FILE_TERM)
  if (hasLink(body)) take(LINK_TERM)
  const text = fold(body)
  eachPair(text, take)
  eachRun(text, (run, isOfWords) => {
    if (isOfWords) {
      take(`^${run.charAt(0)}`)
      if (run.length > 1) take(`^${run.slice(0, 2)}`)
      for (let i = 0; i + 3 <= run.length; i++) take(run.slice(i, i + 3))
    } else eachSingle(run, take)
  })
}

/** What ends one word and begins the next: it tells a phrase from its words. */
function eachPair(text: string, take: (term: string) => void): void {
  for (let space = text.indexOf(' '); space !== -1; space = text.indexOf(' ', space + 1)) {
    const pair = text.slice(space - 1, space + 2)
    if (isPair(pair)) take(pair)
  }
}

const isPair = (pair: string): boolean => isSpaced(pair.charCodeAt(0)) && isSpaced(pair.charCodeAt(2))

/** Every character, and every two in a row. */
function eachSingle(run: string, take: (term: string) => void): void {
  let before = ''
  for (const character of run) {
    take(character)
    if (before !== '') take(before + character)
    before = character
  }
}

/** The runs of a folded text: of words that spaces part, and of everything else. */
function eachRun(text: string, take: (run: string, isOfWords: boolean, from: number) => void): void {
  for (let from = 0; from < text.length; ) {
    if (text.charCodeAt(from) === 0x20) {
      from += 1
      continue
    }
    const isOfWords = isSpaced(text.charCodeAt(from))
    let to = from + 1
    while (to < text.length && text.charCodeAt(to) !== 0x20 && isSpaced(text.charCodeAt(to)) === isOfWords)
      to += 1
    take(text.slice(from, to), isOfWords, from)
    from = to
  }
}

/** Terms one search reads of the index, at most; what more there is is left to looking at the texts. */
const TERMS_READ_MAX = 24

/** Whom `from:` may mean for the index to be asked: past it the messages themselves are. */
const AUTHORS_READ_MAX = 8

/** What the index is asked for: of every group at least one term must be a message's. Empty when every message may be meant. */
export function termGroups(query: SearchQuery, authors: ReadonlySet<MemberId> | null): string[][] {
  const groups: string[][] = []
  const terms = new Set<string>()
  for (const needle of query.needles) for (const term of needleTerms(needle)) terms.add(term)
  for (const term of thinned([...terms], TERMS_READ_MAX)) groups.push([term])
  if (authors && authors.size <= AUTHORS_READ_MAX) groups.push([...authors].map(authorTerm))
  if (query.hasFile) groups.push([FILE_TERM])
  if (query.hasLink) groups.push([LINK_TERM])
  return groups
}

/** What has to be among the terms of every message in which a needle stands. */
function needleTerms({ text, startsWord }: Needle): string[] {
  const terms: string[] = []
  eachPair(text, (pair) => terms.push(pair))
  eachRun(text, (run, isOfWords, from) => {
    if (!isOfWords) {
      const characters = [...run]
      if (characters.length === 1) terms.push(run)
      for (let i = 0; i + 2 <= characters.length; i++) terms.push(characters.slice(i, i + 2).join(''))
    } else if (run.length >= 3) for (let i = 0; i + 3 <= run.length; i++) terms.push(run.slice(i, i + 3))
    // What stands behind something else in a needle begins a word there, too.
    else if (from > 0 || startsWord) terms.push(`^${run}`)
  })
  return terms
}

/** As many of them, from everywhere. */
function thinned(terms: readonly string[], max: number): string[] {
  if (terms.length <= max) return [...terms]
  return Array.from({ length: max }, (_, i) => terms[Math.floor((i * terms.length) / max)] ?? '')
}
