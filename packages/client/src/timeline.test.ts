import {
  type ConfabRecord,
  type Epoch,
  HELD_CHANGES_MAX,
  type MemberId,
  type RoomId,
  recordKey,
  type Span,
} from '@confab/protocol'
import { aMember, aMessage, anId, someReactions } from '@confab/protocol/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  applyPage,
  applyReset,
  applySpan,
  EMPTY_HISTORY,
  expectPage,
  forgetPage,
  type History,
  hear,
  isBehind,
  showTimeline,
} from './timeline.ts'

const EPOCH = anId<Epoch>('first')
const ANA = anId<MemberId>('ana')
const BO = anId<MemberId>('bo')
const OPTIONS = { me: ANA, windowMax: 300, isFollowing: true }

const aSpan = (after: number, upTo: number, records: ConfabRecord[]): Span => ({
  type: 'span',
  roomId: anId<RoomId>('kitchen'),
  epoch: EPOCH,
  after,
  upTo,
  records,
})
const messages = (first: number, last: number, fields: { authorId?: MemberId } = {}) =>
  Array.from({ length: last - first + 1 }, (_, index) => aMessage({ sequence: first + index, ...fields }))
/** A history that was reset to messages (from, head]. */
const resetTo = (from: number, head: number): History =>
  applyReset({ epoch: EPOCH, page: { from, to: head, head, records: messages(from + 1, head) } })
const places = (history: History) => history.window.records.map(({ sequence }) => sequence)

test('[D2] a record told of at two places is shown at one, in its newest version', () => {
  const start = resetTo(0, 2)
  const [first] = messages(1, 1)
  const moved = { ...aMessage({ sequence: 3 }), messageId: first?.messageId ?? anId('lost') }
  const after = applySpan(start, aSpan(2, 3, [moved]), OPTIONS).history
  expect(places(after)).toEqual([2, 3])
  // An older word of it, from a page or a span that was held, brings it back nowhere.
  const page = { from: 0, to: 2, head: 3, records: messages(1, 2) }
  expect(places(applyPage(expectPage(after), EPOCH, page, 'older', OPTIONS))).toEqual([2, 3])
  const twice = { from: 0, to: 3, head: 3, records: [...messages(1, 2), moved] }
  expect(places(applyReset({ epoch: EPOCH, page: twice }))).toEqual([2, 3])
})

test('[D5] the next span is applied, a seen one dropped, one above a hole held until the hole is filled', () => {
  const start = resetTo(0, 2)
  const held = applySpan(start, aSpan(3, 4, messages(4, 4)), OPTIONS)
  expect(held.verdict).toBe('gap')
  expect(places(held.history)).toEqual([1, 2])
  expect(isBehind(held.history)).toBe(true)

  const filled = applySpan(held.history, aSpan(2, 3, messages(3, 3)), OPTIONS)
  expect(filled.verdict).toBe('next')
  expect(filled.records.map(({ sequence }) => sequence)).toEqual([3, 4])
  expect(places(filled.history)).toEqual([1, 2, 3, 4])
  expect(isBehind(filled.history)).toBe(false)
  expect(filled.history.held).toEqual([])

  expect(applySpan(filled.history, aSpan(2, 3, messages(3, 3)), OPTIONS).verdict).toBe('seen')
})

test('[D10] past the bound a span above a hole is let go, but known to be missing', () => {
  let history = resetTo(0, 1)
  for (let after = 2; after < 2 + HELD_CHANGES_MAX + 50; after++)
    history = applySpan(history, aSpan(after, after + 1, messages(after + 1, after + 1)), OPTIONS).history
  expect(history.held).toHaveLength(HELD_CHANGES_MAX)
  history = applySpan(history, aSpan(1, 2, messages(2, 2)), OPTIONS).history
  expect(history.cursor).toBe(2 + HELD_CHANGES_MAX)
  expect(history.head).toBe(2 + HELD_CHANGES_MAX + 50)
})

test('a span of another history changes nothing', () => {
  const start = resetTo(0, 2)
  const foreign = { ...aSpan(2, 3, messages(3, 3)), epoch: anId<Epoch>('second') }
  expect(applySpan(start, foreign, OPTIONS)).toEqual({ history: start, verdict: 'foreign', records: [] })
})

test('what was applied already is not told again by a span that overlaps', () => {
  const applied = applySpan(resetTo(0, 3), aSpan(1, 4, messages(2, 4)), OPTIONS)
  expect(applied.records.map(({ sequence }) => sequence)).toEqual([4])
})

test('[D8] an older record never replaces a newer one', () => {
  const renamed = aMember({ sequence: 2, version: 4, name: 'Ana Maria' })
  const start = applySpan(resetTo(0, 1), aSpan(1, 4, [aMessage({ sequence: 3 }), renamed]), OPTIONS).history
  const page = { from: 0, to: 3, head: 3, records: [aMember({ sequence: 2, name: 'Ana' })] }
  const paged = applyPage(expectPage(start), EPOCH, page, 'older', OPTIONS)
  expect(paged.window.records.find(({ sequence }) => sequence === 2)).toEqual(renamed)
})

test('[D8] a page read before a change does not bring back what was before it', () => {
  const start = expectPage(resetTo(50, 100))
  // While the page is on its way, a member placed outside the window takes another name.
  const renamed = aMember({ sequence: 30, version: 101, name: 'Bo Peter' })
  const changed = applySpan(start, aSpan(100, 101, [renamed]), OPTIONS).history
  const stale = messages(21, 50).map((one) =>
    one.sequence === 30 ? aMember({ sequence: 30, name: 'Bo' }) : one,
  )
  const paged = applyPage(changed, EPOCH, { from: 20, to: 50, head: 100, records: stale }, 'older', OPTIONS)
  expect(paged.window.records.find(({ sequence }) => sequence === 30)).toEqual(renamed)
  expect(forgetPage(paged).strays).toBeNull()
})

test('a page of another history, one that does not adjoin and one nobody waits for are dropped', () => {
  const start = expectPage(resetTo(50, 100))
  const page = { from: 20, to: 50, head: 100, records: messages(21, 50) }
  expect(applyPage(start, anId<Epoch>('second'), page, 'older', OPTIONS)).toBe(start)
  expect(applyPage(start, EPOCH, { ...page, to: 49 }, 'older', OPTIONS)).toBe(start)
  const unasked = resetTo(50, 100)
  expect(applyPage(unasked, EPOCH, page, 'older', OPTIONS)).toBe(unasked)
})

test('the window is bounded: what comes at one end falls off the other', () => {
  const options = { me: ANA, windowMax: 60, isFollowing: true }
  const live = applySpan(resetTo(50, 100), aSpan(100, 120, messages(101, 120)), options).history
  expect([live.window.from, live.window.to]).toEqual([60, 120])
  const page = { from: 40, to: 60, head: 120, records: messages(41, 60) }
  const older = forgetPage(applyPage(expectPage(live), EPOCH, page, 'older', options))
  expect([older.window.from, older.window.to]).toEqual([40, 100])
  expect(showTimeline(older)).toMatchObject({ hasOlder: true, hasNewer: true, newerCount: 0 })

  // Away from the end, what others post is counted and not shown.
  const records = [...messages(121, 122, { authorId: BO }), aMessage({ sequence: 123, authorId: ANA })]
  const away = applySpan(older, aSpan(120, 123, records), options).history
  expect(away.window).toEqual(older.window)
  expect(showTimeline(away)).toMatchObject({ cursor: 123, newerCount: 2 })

  // What a page brings into the window is new no more.
  const next = { from: 100, to: 121, head: 123, records: messages(101, 121, { authorId: BO }) }
  const nearer = applyPage(expectPage(away), EPOCH, next, 'newer', options)
  expect(showTimeline(nearer)).toMatchObject({ to: 121, hasNewer: true, newerCount: 1 })

  const newest = { from: 73, to: 123, head: 123, records: messages(74, 123) }
  const back = applyPage(expectPage(away), EPOCH, newest, 'instead', options)
  expect(showTimeline(back)).toMatchObject({ from: 73, to: 123, hasNewer: false, newerCount: 0 })
})

test('who reads further up keeps what they read: a full window lets the end go instead', () => {
  const options = { me: ANA, windowMax: 60, isFollowing: false }
  const start = resetTo(50, 100)
  const grown = applySpan(start, aSpan(100, 110, messages(101, 110, { authorId: BO })), options).history
  expect([grown.window.from, grown.window.to, showTimeline(grown).newerCount]).toEqual([50, 110, 0])
  const full = applySpan(grown, aSpan(110, 112, messages(111, 112, { authorId: BO })), options).history
  expect([full.window.from, full.window.to, showTimeline(full).newerCount]).toEqual([50, 110, 2])
  expect(showTimeline(full)).toMatchObject({ cursor: 112, hasNewer: true })
})

test('a newest page that is older than the cursor is completed by what came meanwhile', () => {
  const away = { ...resetTo(0, 100), window: { from: 0, to: 10, records: messages(1, 10) } }
  const later = applySpan(expectPage(away), aSpan(100, 102, messages(101, 102)), OPTIONS).history
  const page = { from: 50, to: 100, head: 100, records: messages(51, 100) }
  const back = applyPage(later, EPOCH, page, 'instead', OPTIONS)
  expect(back.window.to).toBe(102)
  expect(places(back).slice(-2)).toEqual([101, 102])
})

test('what a page knows above the cursor is left to the spans', () => {
  const away = { ...resetTo(0, 100), window: { from: 0, to: 10, records: messages(1, 10) } }
  const page = { from: 53, to: 103, head: 103, records: messages(54, 103) }
  const back = applyPage(expectPage(away), EPOCH, page, 'instead', OPTIONS)
  expect(back.window.to).toBe(100)
  const { records } = applySpan(back, aSpan(100, 103, messages(101, 103)), OPTIONS)
  expect(records).toHaveLength(3)
})

test('a heartbeat shows that the last change is missing', () => {
  expect(isBehind(hear(resetTo(0, 5), 5))).toBe(false)
  expect(isBehind(hear(resetTo(0, 5), 6))).toBe(true)
})

test('a reset drops everything, a higher head heard of included', () => {
  const held = applySpan(resetTo(0, 9), aSpan(11, 12, messages(12, 12)), OPTIONS).history
  expect(isBehind(held)).toBe(true)
  expect(isBehind(resetTo(0, 4))).toBe(false)
  expect(EMPTY_HISTORY.epoch).toBeNull()
})

test('[D8] the reactions to a message stand behind it, and neither pushes the other out', () => {
  const start = resetTo(0, 3)
  const reactions = someReactions({ sequence: 2, version: 4 })
  const reacted = applySpan(start, aSpan(3, 4, [reactions]), OPTIONS).history
  expect(reacted.window.records.map(({ kind, sequence }) => `${kind} ${sequence}`)).toEqual([
    'message 1',
    'message 2',
    'reactions 2',
    'message 3',
  ])
  const edited = aMessage({ sequence: 2, version: 5, body: 'better words' })
  const later = applySpan(reacted, aSpan(4, 5, [edited]), OPTIONS).history
  expect(later.window.records.slice(1, 3)).toEqual([edited, reactions])
})

test('[D8] a place is never parted: message and reactions stay or go together, and what went comes back newest', () => {
  const beside = (sequence: number, version: number) => someReactions({ sequence, version })
  const all = [1, 2, 3].flatMap((place) => [aMessage({ sequence: place }), beside(place, place + 3)])
  const page = { from: 0, to: 6, head: 6, records: all }
  const start = expectPage(applyReset({ epoch: EPOCH, page }))
  const options = { ...OPTIONS, windowMax: 5 }
  const trimmed = applySpan(start, aSpan(6, 7, messages(7, 7)), options).history
  expect(trimmed.window.from).toBe(1)
  expect(places(trimmed)).toEqual([2, 2, 3, 3, 7])
  // Fallen out while a page was on its way, and changed beside it: the page brings back neither as it was.
  const removed = { ...beside(1, 8), reactions: [] }
  const changed = applySpan(trimmed, aSpan(7, 8, [removed]), options).history
  const stale = { from: 0, to: 1, head: 6, records: all.slice(0, 2) }
  const paged = applyPage(changed, EPOCH, stale, 'older', { windowMax: 9 })
  expect(paged.window.records.slice(0, 2)).toEqual([aMessage({ sequence: 1 }), removed])
  const newer = applyPage(changed, EPOCH, stale, 'older', { windowMax: 3 })
  expect([newer.window.from, newer.window.to]).toEqual([0, 1])
})

test('what was deleted before it was read is nothing new', () => {
  const away = { ...resetTo(0, 100), window: { from: 0, to: 10, records: messages(1, 10) } }
  const news = messages(101, 102, { authorId: BO })
  const counted = applySpan(away, aSpan(100, 102, news), OPTIONS).history
  expect(showTimeline(counted).newerCount).toBe(2)
  const gone = aMessage({ sequence: 101, version: 103, authorId: BO, body: '', deletedAt: 1, deletedBy: BO })
  const after = applySpan(counted, aSpan(102, 103, [gone]), OPTIONS).history
  expect(showTimeline(after).newerCount).toBe(1)
})

/** What happens to a room, and to which of its messages. */
const aHappening = fc.tuple(
  fc.constantFrom('post', 'post', 'edit', 'react', 'react', 'delete', 'rename'),
  fc.nat(1_000),
)

/** A room's log: what the record changed by each sequence looked like then. */
const aLog = fc.array(aHappening, { minLength: 20, maxLength: 60 }).map((happenings) => {
  const log: ConfabRecord[] = [aMember({ sequence: 1, memberId: BO, name: 'Bo' })]
  for (const [what, which] of happenings) {
    const version = log.length + 1
    const present = [...new Map(log.map((record) => [recordKey(record), record])).values()]
    const standing = present.filter((record) => record.kind === 'message' && record.deletedAt === undefined)
    const message = standing[which % Math.max(1, standing.length)]
    const bo = present[0]
    if (what === 'rename' && bo) log.push({ ...bo, version })
    else if (what === 'post' || message?.kind !== 'message')
      log.push(aMessage({ sequence: version, authorId: BO }))
    else {
      const { sequence, messageId } = message
      const beside = present.find((one) => one.kind === 'reactions' && one.messageId === messageId)
      if (what === 'edit') log.push({ ...message, version, body: `as of ${version}`, editedAt: version })
      if (what === 'react') log.push(someReactions({ sequence, version, messageId }))
      if (what === 'delete') {
        log.push({ ...message, version, body: '', deletedAt: version, deletedBy: BO })
        if (beside) log.push(someReactions({ sequence, version: version + 1, messageId, reactions: [] }))
      }
    }
  }
  return log
})

/** The records as a snapshot with this head has them, by place, reactions behind their message. */
function snapshot(log: readonly ConfabRecord[], head: number): ConfabRecord[] {
  const newest = new Map<string, ConfabRecord>()
  for (const record of log.slice(0, head)) newest.set(recordKey(record), record)
  return [...newest.values()].sort(
    (a, b) => a.sequence - b.sequence || Number(a.kind === 'reactions') - Number(b.kind === 'reactions'),
  )
}

/** What stands in a window, each by what tells it from all others. */
const keys = (records: readonly ConfabRecord[]) => records.map(recordKey)

/** What reaches the client next: a span near its cursor, mostly; a page is asked for, or the answer to one asked for comes. */
const aDelivery = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('span' as const),
      // Beginning before the cursor it overlaps, after it it leaves a hole.
      after: fc.integer({ min: -4, max: 2 }),
      length: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      use: fc.constantFrom('older' as const, 'newer' as const, 'instead' as const),
      place: fc.nat(60),
      length: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat(5) }) },
)

test('[D8] whatever overlaps, repeats, overtakes and is paged in between: records applied = records fetched anew', () => {
  fc.assert(
    fc.property(
      aLog,
      fc.nat(12),
      fc.array(aDelivery, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 3, max: 14 }),
      fc.infiniteStream(fc.boolean()),
      (log, s, deliveries, windowMax, following) => {
        const begin = Math.min(s, log.length)
        const beginFrom = Math.max(0, begin - 5)
        const between = (records: ConfabRecord[], from: number, to: number) =>
          records.filter(({ sequence }) => sequence > from && sequence <= to)
        let history = applyReset({
          epoch: EPOCH,
          page: {
            from: beginFrom,
            to: begin,
            head: begin,
            records: between(snapshot(log, begin), beginFrom, begin),
          },
        })
        const told: number[] = []
        const pagesOut: { head: number; from: number; to: number; use: 'older' | 'newer' | 'instead' }[] = []

        const apply = (after: number, upTo: number, seenBy: number) => {
          // A span lists what changed in its bounds as the snapshot it was read from has it.
          const records = snapshot(log, seenBy)
            .filter(({ version }) => version > after && version <= upTo)
            .sort((a, b) => a.version - b.version)
          const options = { me: ANA, windowMax, isFollowing: following.next().value ?? true }
          const applied = applySpan(history, aSpan(after, upTo, records), options)
          told.push(...applied.records.map(({ version }) => version))
          history = applied.history
        }

        for (const delivery of deliveries) {
          if (delivery.kind === 'span') {
            const after = Math.max(0, history.cursor + delivery.after)
            const upTo = Math.min(log.length, after + delivery.length)
            if (after < upTo) apply(after, upTo, upTo)
          } else if (delivery.kind === 'ask') {
            const { use, place, length } = delivery
            const { window, cursor } = history
            const from =
              use === 'older' ? Math.max(0, window.from - length) : use === 'newer' ? window.to : place
            const to = use === 'older' ? window.from : from + length
            // Read at once, so that everything until the answer is news to it.
            const head = Math.min(log.length, Math.max(cursor, history.head))
            if (from >= to || from > head) continue
            pagesOut.push({ from, to: Math.min(to, head), head, use })
            history = expectPage(history)
          } else {
            const [page] = pagesOut.splice(delivery.which % Math.max(1, pagesOut.length), 1)
            if (!page) continue
            const records = between(snapshot(log, page.head), page.from, page.to)
            history = forgetPage(applyPage(history, EPOCH, { ...page, records }, page.use, { windowMax }))
          }
          // At every moment: never more than the bound, never above the cursor, no place without its record. A page may bring reactions that
          // were none when the cursor was here.
          const { window, cursor } = history
          expect(window.to).toBeLessThanOrEqual(cursor)
          expect(window.records.length).toBeLessThanOrEqual(Math.max(windowMax, 10))
          const then = between(snapshot(log, cursor), window.from, window.to)
          const isAhead = (record: ConfabRecord) => record.kind === 'reactions' && record.version > cursor
          const known = new Set(keys(then))
          expect(keys(window.records).filter((key) => known.has(key))).toEqual(keys(then))
          for (const record of window.records) {
            const before = then.find((one) => recordKey(one) === recordKey(record))
            expect(before !== undefined || isAhead(record)).toBe(true)
            expect(record.version).toBeGreaterThanOrEqual(before?.version ?? 0)
          }
        }

        // In the end the rest comes, and everything is as if read just now.
        if (history.cursor < log.length) apply(history.cursor, log.length, log.length)
        const { window } = history
        expect(history.cursor).toBe(log.length)
        expect(isBehind(history)).toBe(false)
        expect(window.records).toEqual(between(snapshot(log, log.length), window.from, window.to))
        expect(told).toEqual([...new Set(told)].sort((a, b) => a - b))
      },
    ),
    { numRuns: 1_000 },
  )
}, 60_000)
