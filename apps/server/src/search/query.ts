import type { MemberId } from '@confab/protocol'
import { fold, isSpaced } from './fold.ts'

/** Something that has to stand in a message: a folded text, and whether it has to begin and end where words do. */
export type Needle = { text: string; startsWord: boolean; endsWord: boolean }

/** What somebody looks for. Times are milliseconds: `after` and later, and earlier than `before`. */
export type SearchQuery = {
  needles: Needle[]
  /** A member, or a name folded. */
  from: { memberId: MemberId } | { name: string } | null
  after: number | null
  before: number | null
  hasFile: boolean
  hasLink: boolean
}

/** Things one query may ask for; the next are left out. */
const NEEDLES_MAX = 12

const TOKEN = /^<@([A-Za-z0-9_-]{22})>$/
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/
/** A filter with its value, a quoted text (its end may not be typed yet), a word. */
const PART = /(from|before|after|has):(?:"([^"]*)"?|(\S*))|"([^"]*)("?)|[^\s"]+/giu

/** Makes a needle of a text. One or two letters are looked for where words begin: inside they are everywhere. */
export function needleOf(text: string, isQuoted = false, isClosed = true): Needle | null {
  const folded = fold(text)
  if (folded === '') return null
  const [start] = folded.match(/^[^ ]{1,3}/) ?? ['']
  let letters = 0
  while (letters < start.length && isSpaced(start.charCodeAt(letters))) letters += 1
  const isShort = letters > 0 && letters < 3
  // C++ is no beginning of a word.
  const isSigned = isShort && /[^\p{L}\p{N}\p{M}]$/u.test(text)
  return { text: folded, startsWord: isQuoted || isShort, endsWord: (isQuoted && isClosed) || isSigned }
}

/** Reads what a person typed. Nothing is an error: what is no filter is looked for as it stands. `timeZone` is theirs, an IANA name. */
export function parseQuery(text: string, timeZone: string): SearchQuery {
  const query: SearchQuery = {
    needles: [],
    from: null,
    after: null,
    before: null,
    hasFile: false,
    hasLink: false,
  }
  for (const part of text.matchAll(PART)) {
    const [whole, filter, quotedValue, plainValue = '', phrase, closing] = part
    const value = quotedValue ?? plainValue
    if (filter !== undefined && (value === '' || applyFilter(query, filter.toLowerCase(), value, timeZone)))
      continue
    const needle = phrase === undefined ? needleOf(whole) : needleOf(phrase, true, closing === '"')
    if (needle && query.needles.length < NEEDLES_MAX) query.needles.push(needle)
  }
  return query
}

function applyFilter(query: SearchQuery, filter: string, value: string, timeZone: string): boolean {
  switch (filter) {
    case 'from': {
      const memberId = TOKEN.exec(value)?.[1]
      query.from = memberId ? { memberId: memberId as MemberId } : { name: fold(value) }
      return true
    }
    case 'has':
      if (/^files?$/i.test(value)) query.hasFile = true
      else if (/^links?$/i.test(value)) query.hasLink = true
      else return false
      return true
    default: {
      const at = startOfDay(value, timeZone)
      if (at === null) return false
      if (filter === 'before') query.before = at
      else query.after = at
      return true
    }
  }
}

/** When a day begins where somebody is, in milliseconds; null if there is no such day. */
function startOfDay(date: string, timeZone: string): number | null {
  const [, year, month, day] = DATE.exec(date) ?? []
  if (year === undefined) return null
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toZonedDateTime(timeZone).epochMilliseconds
  } catch {
    return null
  }
}

/** Whether a query asks for nothing at all. */
export function isEmptyQuery({ needles, from, after, before, hasFile, hasLink }: SearchQuery): boolean {
  return needles.length === 0 && from === null && after === null && before === null && !hasFile && !hasLink
}
