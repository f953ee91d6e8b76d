import {
  type ConfabRecord,
  type Epoch,
  HELD_CHANGES_MAX,
  type MemberId,
  type Page,
  placeAfter,
  type Reset,
  recordKey,
  type Sequence,
  type Span,
  UNREAD_COUNTED_MAX,
} from '@confab/protocol'
import type { PendingPost } from './outbox.ts'
import { covers, place, reach, type Trimmed, trimNewer, trimOlder, type Window } from './window.ts'

/** A record in a timeline, at its place. */
export type PlacedRecord = ConfabRecord

/** What a room shows: confirmed records in order, then what is pending. */
export type Timeline = {
  /** Which history this is; null until something is known. */
  readonly epoch: Epoch | null
  /** How far the room is applied. */
  readonly cursor: Sequence
  /**
   * Every record placed in (from, to], in order of place, each in its newest state, with one's own changes that are on their way. The
   * reactions to a message stand behind it, at the same place; with no reaction in them when all were taken back.
   */
  readonly records: readonly PlacedRecord[]
  readonly from: Sequence
  readonly to: Sequence
  readonly hasOlder: boolean
  /** Whether the window does not reach the end. */
  readonly hasNewer: boolean
  /** Messages by others that came since the window left the end and are below it, counted up to `UNREAD_COUNTED_MAX`. */
  readonly newerCount: number
  /** Own posts not yet acked, in order. */
  readonly pending: readonly PendingPost[]
}

/** Records that came while a page was on its way and are placed outside the window: the page may be older than they are (D8). */
type Strays = {
  /** The cursor when the first of the pages was asked for: everything placed above it came since. */
  readonly since: Sequence
  readonly pagesOut: number
  /** By `recordKey`; null once there were too many, and then the pages are not used. */
  readonly byKey: ReadonlyMap<string, ConfabRecord> | null
}

/** What is known of a room's history. The window never reaches above the cursor, and the cursor never crosses a hole (D5). */
export type History = {
  readonly epoch: Epoch | null
  readonly cursor: Sequence
  /** The highest sequence heard of. Above the cursor it says that something is missing. */
  readonly head: Sequence
  readonly window: Window
  /** Places of messages by others that came while the window did not reach the end; the newest ones, as far as they are counted. */
  readonly newer: readonly Sequence[]
  /** Spans above a hole. */
  readonly held: readonly Span[]
  readonly strays: Strays | null
}

/** Records kept in a timeline unless told otherwise. A list on screen needs no more at once. */
export const WINDOW_RECORDS_MAX = 300

/** Records remembered beside a page on its way; past it the page is dropped and may be asked for again. */
export const STRAYS_MAX = 1_000

/** A room of which nothing is known. */
export const EMPTY_HISTORY: History = {
  epoch: null,
  cursor: 0,
  head: 0,
  window: { from: 0, to: 0, records: [] },
  newer: [],
  held: [],
  strays: null,
}

/** Whether the window shows the newest record. */
export const reachesEnd = (history: History): boolean => history.window.to === history.cursor

/** Whether something between the cursor and what was heard of is missing. */
export const isBehind = (history: History): boolean => history.head > history.cursor

/** The history as people see it, with nothing on its way. */
export function showTimeline(history: History): Timeline {
  const { epoch, cursor, window, newer } = history
  const { records, from, to } = window
  return {
    epoch,
    cursor,
    records,
    from,
    to,
    hasOlder: from > 0,
    hasNewer: !reachesEnd(history),
    newerCount: newer.filter((place) => place > to).length,
    pending: [],
  }
}

/** What a span did: `next` was applied, `seen` dropped, `gap` held or dropped above a hole, `foreign` is of another history. */
export type Applied = {
  history: History
  verdict: 'next' | 'seen' | 'gap' | 'foreign'
  /** The records that are new, in the order of their versions. */
  records: readonly ConfabRecord[]
}

/**
 * What applying needs to know: whose messages are not news, how much is kept, and whether somebody follows the end. Who
 * reads further up does not: a full window keeps what they read and lets the end go.
 */
export type TimelineOptions = { me: MemberId | null; windowMax: number; isFollowing: boolean }

/** Applies a span of changes, and whatever it frees of those held (D5). */
export function applySpan(history: History, span: Span, options: TimelineOptions): Applied {
  if (history.epoch !== span.epoch) return { history, verdict: 'foreign', records: [] }
  const heard = hear(history, span.upTo)
  switch (placeAfter(history.cursor, span)) {
    case 'seen':
      return { history, verdict: 'seen', records: [] }
    case 'gap':
      return { history: hold(heard, span), verdict: 'gap', records: [] }
    case 'next': {
      const advanced = advance(heard, span, options)
      const released = release(advanced.history, options)
      return {
        history: released.history,
        verdict: 'next',
        records: [...advanced.records, ...released.records],
      }
    }
  }
}

/** Notices how far the room is, from a heartbeat or an entry. */
export const hear = (history: History, head: Sequence): History =>
  head > history.head ? { ...history, head } : history

const changesIn = (span: Span): number => Math.max(1, span.records.length)

function hold(history: History, span: Span): History {
  const heldChanges = history.held.reduce((sum, held) => sum + changesIn(held), 0)
  const isKnown = history.held.some((held) => held.after <= span.after && held.upTo >= span.upTo)
  // Past the bound the span is let go: the head remembers that it is missing, and the room asks for it.
  if (isKnown || heldChanges + changesIn(span) > HELD_CHANGES_MAX) return history
  return { ...history, held: [...history.held, span] }
}

function advance(history: History, span: Span, { me, windowMax, isFollowing }: TimelineOptions) {
  const records = span.records.filter((record) => record.version > history.cursor)
  const hasSpace = history.window.records.length + records.length <= windowMax
  const isAtEnd = reachesEnd(history) && (isFollowing || hasSpace)
  const grown = place(isAtEnd ? reach(history.window, span.upTo) : history.window, records)
  const trimmed = trimOlder(grown, windowMax)
  const news = isAtEnd ? [] : records.filter((record) => isNews(record, history.cursor, me))
  const outside = records.filter((record) => !covers(grown, record.sequence))
  const next: History = {
    ...history,
    cursor: span.upTo,
    window: trimmed.window,
    newer: [...withoutDeleted(history.newer, records), ...news.map(({ sequence }) => sequence)].slice(
      -UNREAD_COUNTED_MAX,
    ),
    strays: remember(history.strays, [...outside, ...trimmed.dropped]),
  }
  return { history: next, records }
}

const isDeleted = (record: ConfabRecord): boolean =>
  record.kind === 'message' && record.deletedAt !== undefined

const isNews = (record: ConfabRecord, cursor: Sequence, me: MemberId | null): boolean =>
  record.kind === 'message' && record.sequence > cursor && record.authorId !== me && !isDeleted(record)

/** What was deleted before anybody here saw it is nothing to come and read. */
function withoutDeleted(newer: readonly Sequence[], records: readonly ConfabRecord[]): readonly Sequence[] {
  if (newer.length === 0 || !records.some(isDeleted)) return newer
  const deleted = new Set(records.filter(isDeleted).map(({ sequence }) => sequence))
  return newer.filter((place) => !deleted.has(place))
}

/** Applies what was held, as far as it now follows. */
function release(history: History, options: TimelineOptions) {
  let current = history
  const records: ConfabRecord[] = []
  for (;;) {
    const next = current.held.find((span) => placeAfter(current.cursor, span) === 'next')
    if (!next) break
    const advanced = advance(current, next, options)
    records.push(...advanced.records)
    current = advanced.history
  }
  const held = current.held.filter((span) => placeAfter(current.cursor, span) === 'gap')
  return { history: held.length === current.held.length ? current : { ...current, held }, records }
}

/**
 * Starts afresh from the newest page. What was held and what is on its way for the window before is void: the server read
 * the page after it sent those.
 */
export function applyReset({ epoch, page }: Pick<Reset, 'epoch' | 'page'>): History {
  const { from, head, records } = page
  return {
    epoch,
    cursor: head,
    head,
    window: place({ from, to: head, records: [] }, records),
    newer: [],
    held: [],
    strays: null,
  }
}

/** A page is on its way: from now on, what comes is remembered beside it. */
export function expectPage(history: History): History {
  const strays = history.strays ?? { since: history.cursor, pagesOut: 0, byKey: new Map() }
  return { ...history, strays: { ...strays, pagesOut: strays.pagesOut + 1 } }
}

/** A page came or will not come. */
export function forgetPage(history: History): History {
  if (!history.strays) return history
  const pagesOut = history.strays.pagesOut - 1
  return { ...history, strays: pagesOut > 0 ? { ...history.strays, pagesOut } : null }
}

/** Where a page goes: below the window's end, above its beginning, or in its place. */
export type PageUse = 'older' | 'newer' | 'instead'

/**
 * Applies a page that was expected. One of another history, one that no longer adjoins the window and one beside which
 * too much happened change nothing.
 */
export function applyPage(
  history: History,
  epoch: Epoch,
  page: Page,
  use: PageUse,
  { windowMax }: Pick<TimelineOptions, 'windowMax'>,
): History {
  const { strays, cursor, window } = history
  if (epoch !== history.epoch || !strays?.byKey) return history
  // The page may know more than the cursor; what is placed above it comes by span, so that nothing comes twice.
  const to = Math.min(page.to, page.head, cursor)
  const from = Math.min(page.from, to)
  const isAdjoining = from <= window.to && to >= window.from
  if (use !== 'instead' && !isAdjoining) return history
  const bare: Window =
    use === 'instead'
      ? { from, to, records: [] }
      : { from: Math.min(from, window.from), to: Math.max(to, window.to), records: window.records }
  // Everything placed above `since` came while the page was out, so a window that reaches it reaches the end.
  const reaching = bare.to >= strays.since ? reach(bare, cursor) : bare
  const known = place(place(reaching, window.records), strays.byKey.values())
  const trimmed = trim(place(known, page.records), use, windowMax)
  const left = use === 'instead' ? window.records.filter(({ sequence }) => !covers(reaching, sequence)) : []
  const next: History = {
    ...history,
    window: trimmed.window,
    strays: remember(strays, [...left, ...trimmed.dropped]),
  }
  return reachesEnd(next) ? { ...next, newer: [] } : next
}

const trim = (window: Window, use: PageUse, max: number): Trimmed =>
  use === 'older' ? trimNewer(window, max) : trimOlder(window, max)

function remember(strays: Strays | null, records: readonly ConfabRecord[]): Strays | null {
  if (!strays?.byKey || records.length === 0) return strays
  const byKey = new Map(strays.byKey)
  for (const record of records) {
    const key = recordKey(record)
    const known = byKey.get(key)
    if (!known || known.version < record.version) byKey.set(key, record)
  }
  return { ...strays, byKey: byKey.size > STRAYS_MAX ? null : byKey }
}
