import {
  ACK_TIMEOUT_MS,
  type MessageId,
  OUTBOX_POSTS_MAX,
  REFUSALS,
  type RefusalCode,
} from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UNAVAILABLE_MAX_MS } from './backoff.ts'
import {
  ack,
  addPost,
  discardPost,
  EMPTY_OUTBOX,
  endWaits,
  forgetAcks,
  isFull,
  isOverdue,
  loseFlight,
  markKept,
  markSent,
  nextLookAt,
  nextToSend,
  type Outbox,
  putFirst,
  refusePost,
  retryPost,
  settle,
} from './outbox.ts'

const NOW = 1_000_000
/** The clock on the wall shows something else altogether. */
const WALL = 1_700_000_000_000
const MOMENT = { now: NOW, wallNow: WALL, chance: 0.5 }
const id = (name: string) => anId<MessageId>(name)

function outboxOf(...names: string[]): Outbox {
  let outbox = EMPTY_OUTBOX
  for (const name of names)
    outbox = addPost(outbox, { messageId: id(name), body: name, createdAt: NOW, refusal: null, isKept: true })
  return outbox
}
const next = (outbox: Outbox, now = NOW) => nextToSend(outbox, now)?.body ?? null
const states = (outbox: Outbox) => outbox.posts.map(({ body, state }) => `${body} ${state}`)
const seen = (name: string, sequence: number) => new Map([[id(name), sequence]])

test('posts go out in order, one at a time', () => {
  const outbox = outboxOf('one', 'two')
  expect(next(outbox)).toBe('one')
  const sent = markSent(outbox, id('one'), NOW)
  expect(next(sent)).toBeNull()
  const acked = settle(ack(sent, seen('one', 7)), 7)
  expect(acked.settled).toEqual([id('one')])
  expect(next(acked.outbox)).toBe('two')
})

test('[D3] what was kept goes first, in its own order, and what is known of a post stays', () => {
  const kept = (...names: string[]) => outboxOf(...names).posts
  expect(states(putFirst(outboxOf('three'), kept('one', 'two')))).toEqual([
    'one queued',
    'two queued',
    'three queued',
  ])
  // A post of this life may be on disk by the time the disk is read.
  const both = putFirst(markSent(outboxOf('three', 'four'), id('three'), NOW), kept('one', 'three'))
  expect(states(both)).toEqual(['one queued', 'three sending', 'four queued'])
})

test('[D7] nothing is sent before it is on disk', () => {
  const outbox = addPost(EMPTY_OUTBOX, {
    messageId: id('one'),
    body: 'one',
    createdAt: NOW,
    refusal: null,
    isKept: false,
  })
  expect(next(outbox)).toBeNull()
  expect(next(markKept(outbox, id('one')))).toBe('one')
})

test('[D7] an acked post stays until the history has its place, and does not hold up the next', () => {
  const acked = ack(markSent(outboxOf('one', 'two'), id('one'), NOW), seen('one', 9))
  expect(settle(acked, 8).outbox.posts).toHaveLength(2)
  expect(next(acked)).toBe('two')
  expect(settle(acked, 9).outbox.posts).toHaveLength(1)
})

test('[D3] no answer in time: the outcome is unknown, and the same post goes again', () => {
  const sent = markSent(outboxOf('one', 'two'), id('one'), NOW)
  expect(nextLookAt(sent)).toBe(NOW + ACK_TIMEOUT_MS)
  expect(isOverdue(sent, NOW + ACK_TIMEOUT_MS - 1)).toBe(false)
  expect(isOverdue(sent, NOW + ACK_TIMEOUT_MS)).toBe(true)
  expect(next(loseFlight(sent))).toBe('one')
})

test.each(Object.entries(REFUSALS))('refused as %s', (code, kind) => {
  const sent = markSent(outboxOf('one', 'two'), id('one'), NOW)
  const refused = refusePost(sent, id('one'), { code: code as RefusalCode, retryAfterMs: 4_000 }, MOMENT)
  expect(refused.posts[0]?.refusal).toBe(code)
  if (kind === 'final') {
    expect(states(refused)).toEqual(['one refused', 'two queued'])
    expect(next(refused)).toBe('two')
  } else {
    expect(states(refused)).toEqual(['one queued', 'two queued'])
    expect(next(refused, NOW + 3_999)).toBeNull()
    expect(nextLookAt(refused)).toBe(NOW + 4_000)
    expect(next(refused, NOW + 4_000)).toBe('one')
  }
})

test('a refusal without a time backs off, further each time', () => {
  let outbox = outboxOf('one')
  const waits: number[] = []
  for (let tries = 0; tries < 4; tries++) {
    outbox = refusePost(markSent(outbox, id('one'), NOW), id('one'), { code: 'busy' }, MOMENT)
    waits.push((outbox.posts[0]?.retryAt ?? 0) - WALL)
  }
  expect(waits).toEqual([250, 500, 1_000, 2_000])
})

test('[D7] however long a store was out of reach, what waits goes out seconds after it is back', () => {
  let outbox = outboxOf('one')
  let now = NOW
  for (let refusals = 0; refusals < 40; refusals++) {
    const moment = { ...MOMENT, now, chance: 0.999 }
    outbox = refusePost(markSent(outbox, id('one'), now), id('one'), { code: 'unavailable' }, moment)
    const lookAt = nextLookAt(outbox) ?? 0
    expect(lookAt - now).toBeLessThanOrEqual(UNAVAILABLE_MAX_MS)
    now = lookAt
  }
  expect(nextToSend(outbox, now)?.messageId).toBe(id('one'))
})

test('a new line ends the wait for a busy node, not that for a rate', () => {
  const busy = refusePost(outboxOf('one'), id('one'), { code: 'draining', retryAfterMs: 9_000 }, MOMENT)
  expect(next(loseFlight(busy))).toBe('one')
  const fast = refusePost(outboxOf('one'), id('one'), { code: 'rate-limited', retryAfterMs: 9_000 }, MOMENT)
  expect(next(loseFlight(fast))).toBeNull()
})

test('nothing waits any more once the room may be otherwise', () => {
  const fast = refusePost(outboxOf('one'), id('one'), { code: 'rate-limited', retryAfterMs: 9_000 }, MOMENT)
  expect(next(endWaits(fast))).toBe('one')
})

test('a refused post is tried again at its place, or taken away', () => {
  const refused = refusePost(outboxOf('one', 'two'), id('one'), { code: 'too-large' }, MOMENT)
  const retried = retryPost(refused, id('one'))
  expect(states(retried)).toEqual(['one queued', 'two queued'])
  expect(next(markKept(retried, id('one')))).toBe('one')
  expect(states(discardPost(refused, id('one')))).toEqual(['two queued'])
})

test('a post in flight cannot be taken away, and a refused one that was stored after all is acked', () => {
  const sent = markSent(outboxOf('one'), id('one'), NOW)
  expect(discardPost(sent, id('one')).posts).toHaveLength(1)
  const refused = refusePost(outboxOf('one'), id('one'), { code: 'forbidden' }, MOMENT)
  expect(settle(ack(refused, seen('one', 3)), 3).outbox.posts).toEqual([])
})

test('acks of a history that is over count no more', () => {
  const acked = ack(markSent(outboxOf('one'), id('one'), NOW), seen('one', 90))
  expect(next(acked)).toBeNull()
  expect(next(forgetAcks(acked))).toBe('one')
})

test('[D10] the outbox is bounded', () => {
  const names = Array.from({ length: OUTBOX_POSTS_MAX }, (_, index) => `post-${index}`)
  expect(isFull(outboxOf(...names.slice(1)))).toBe(false)
  expect(isFull(outboxOf(...names))).toBe(true)
})

test('[D3] whatever happens to the line, a server that drops repeats ends up with every post once, in order', () => {
  const happening = fc.constantFrom('post', 'send', 'arrive', 'ack', 'cut', 'busy', 'later', 'overdue')
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 120 }), (story) => {
      let outbox = EMPTY_OUTBOX
      let now = NOW
      let posted = 0
      let flight: MessageId | null = null
      const stored: MessageId[] = []
      const run = (event: string) => {
        const first = flight
        if (event === 'post') outbox = addTo(outbox, `post-${posted++}`)
        if (event === 'send') {
          const post = nextToSend(outbox, now)
          if (!post) return
          expect(flight).toBeNull()
          flight = post.messageId
          outbox = markSent(outbox, post.messageId, now)
        }
        if (event === 'arrive' && first && !stored.includes(first)) stored.push(first)
        if (event === 'ack' && first && stored.includes(first)) {
          flight = null
          outbox = settle(ack(outbox, new Map([[first, 1]])), 1).outbox
        }
        if (event === 'busy' && first && !stored.includes(first)) {
          flight = null
          outbox = refusePost(outbox, first, { code: 'busy' }, { now, wallNow: WALL, chance: 0.9 })
        }
        if (event === 'cut' || (event === 'overdue' && isOverdue(outbox, now))) {
          flight = null
          outbox = loseFlight(outbox)
        }
        if (event === 'later') now += 6_000
      }
      for (const event of story) run(event)
      // The faults end: everything gets through.
      run('cut')
      while (outbox.posts.length > 0)
        for (const event of ['later', 'later', 'send', 'arrive', 'ack']) run(event)
      expect(stored).toEqual(Array.from({ length: posted }, (_, index) => id(`post-${index}`)))
    }),
    { numRuns: 1_000 },
  )
})

const addTo = (outbox: Outbox, name: string): Outbox =>
  addPost(outbox, { messageId: id(name), body: name, createdAt: NOW, refusal: null, isKept: true })
