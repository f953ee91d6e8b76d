import { ACK_TIMEOUT_MS, type MessageId, REFUSALS, type RefusalCode } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addChange,
  CHANGES_MAX,
  type ChangeId,
  type ChangeQueue,
  type ChangeWish,
  discardChange,
  isFull,
  isOverdue,
  leaveOut,
  loseFlight,
  markDone,
  markKept,
  markSent,
  merge,
  type NewChange,
  nextLookAt,
  nextToSend,
  putFirst,
  refuseChange,
  refuseWaiting,
  retryChange,
  settle,
  showChanges,
} from './changes.ts'

const NOW = 1_000_000
/** The clock on the wall shows something else altogether. */
const WALL = 1_700_000_000_000
const MOMENT = { now: NOW, wallNow: WALL, chance: 0.5 }
const one = anId<MessageId>('one')
const two = anId<MessageId>('two')

const edit = (messageId: MessageId, body: string): ChangeWish => ({ kind: 'edit', messageId, body })
const remove = (messageId: MessageId): ChangeWish => ({ kind: 'delete', messageId })
const react = (messageId: MessageId, emoji: string, isOn: boolean, wasOn = !isOn): ChangeWish => ({
  kind: 'react',
  messageId,
  emoji,
  isOn,
  wasOn,
})
const idOf = (number: number) => anId<ChangeId>(`change-${number}`)
const aChange = (number: number, wish: ChangeWish, fields: Partial<NewChange> = {}): NewChange => ({
  changeId: idOf(number),
  wish,
  createdAt: WALL + number,
  refusal: null,
  isKept: true,
  ...fields,
})
const queueOf = (...wishes: ChangeWish[]): ChangeQueue =>
  wishes.reduce<ChangeQueue>((queue, wish, index) => addChange(queue, aChange(index, wish)), [])
const next = (queue: ChangeQueue, now = NOW) => nextToSend(queue, now, () => false)?.wish ?? null
const wishes = (queue: ChangeQueue) => queue.map(({ wish }) => wish)

test('a later state of one thing is all that counts, and comes last', () => {
  const [a, b, c] = [edit(one, 'a'), react(one, '👍', true), edit(one, 'c')]
  expect(wishes(queueOf(a, b, c))).toEqual([b, c])
  expect(wishes(queueOf(a, edit(two, 'b')))).toHaveLength(2)
  expect(wishes(queueOf(b, react(one, '🎉', true)))).toHaveLength(2)
})

test('whether one had reacted counts from the first change of mind that never went out', () => {
  const queue = queueOf(react(one, '👍', true, false), react(one, '👍', false, true))
  expect(wishes(queue)).toEqual([react(one, '👍', false, false)])
})

test('a deletion takes everything else of its message with it, and nothing is wanted behind it', () => {
  const queue = queueOf(edit(one, 'a'), react(one, '👍', true), edit(two, 'b'), remove(one), edit(one, 'c'))
  expect(wishes(queue)).toEqual([edit(two, 'b'), remove(one)])
  const refused = refuseChange(queue, idOf(3), { code: 'forbidden' }, MOMENT)
  expect(wishes(addChange(refused, aChange(9, edit(one, 'd'))))).toContainEqual(edit(one, 'd'))
})

test('what is in flight cannot be taken back; should it come back unanswered, the later one goes alone', () => {
  const sent = markSent(queueOf(edit(one, 'a')), idOf(0), NOW)
  const both = addChange(sent, aChange(1, edit(one, 'b')))
  expect(wishes(both)).toEqual([edit(one, 'a'), edit(one, 'b')])
  expect(next(both)).toBeNull()
  expect(discardChange(both, idOf(0))).toHaveLength(2)
  expect(wishes(loseFlight(both))).toEqual([edit(one, 'b')])
})

test('changes go out one at a time, in order, and none before it is on disk', () => {
  const fresh = addChange([], aChange(0, edit(one, 'a'), { isKept: false }))
  expect(next(fresh)).toBeNull()
  const kept = addChange(markKept(fresh, idOf(0)), aChange(1, edit(two, 'b')))
  expect(next(kept)).toEqual(edit(one, 'a'))
  const sent = markSent(kept, idOf(0), NOW)
  expect(next(sent)).toBeNull()
  const done = markDone(sent, idOf(0), { version: 3, now: NOW })
  expect(next(done)).toEqual(edit(two, 'b'))
  expect(showChanges(done).map(({ wish }) => wish)).toEqual([edit(two, 'b')])
  expect(leaveOut(done, (change) => change.done !== null)).toHaveLength(1)
})

test('one whose message is not there yet holds up no other', () => {
  const queue = queueOf(react(one, '👍', true), edit(two, 'b'))
  expect(nextToSend(queue, NOW, ({ messageId }) => messageId === one)?.wish).toEqual(edit(two, 'b'))
})

test.each(Object.entries(REFUSALS))('refused as %s', (code, kind) => {
  const sent = markSent(queueOf(edit(one, 'a'), edit(two, 'b')), idOf(0), NOW)
  const refused = refuseChange(sent, idOf(0), { code: code as RefusalCode, retryAfterMs: 4_000 }, MOMENT)
  expect(refused[0]).toMatchObject({ refusal: code, state: kind === 'final' ? 'refused' : 'queued' })
  if (kind === 'final') return expect(next(refused)).toEqual(edit(two, 'b'))
  expect(next(refused, NOW + 3_999)).toBeNull()
  expect(nextLookAt(refused, NOW)).toBe(NOW + 4_000)
  expect(refused[0]?.retryAt).toBe(WALL + 4_000)
  expect(next(refused, NOW + 4_000)).toEqual(edit(one, 'a'))
})

test('a wait that is over does not hide an answer that is due', () => {
  const waited = refuseChange(queueOf(edit(one, 'a')), idOf(0), { code: 'busy', retryAfterMs: 10 }, MOMENT)
  const sent = markSent(addChange(waited, aChange(1, edit(two, 'b'))), idOf(1), NOW + 20)
  expect(nextLookAt(sent, NOW)).toBe(NOW + 10)
  expect(nextLookAt(sent, NOW + 20)).toBe(NOW + 20 + ACK_TIMEOUT_MS)
})

test('once a later state is over, so is the earlier one of the same thing', () => {
  const done = (queue: ChangeQueue, number: number) =>
    markDone(queue, idOf(number), { version: null, now: NOW })
  const on = done(markSent(queueOf(react(one, '👍', true)), idOf(0), NOW), 0)
  const both = addChange(on, aChange(1, react(one, '👍', false)))
  const off = done(markSent(both, idOf(1), NOW), 1)
  expect(settle(off, ({ changeId }) => changeId === idOf(0))).toHaveLength(1)
  expect(settle(off, ({ changeId }) => changeId === idOf(1))).toEqual([])
})

test('a refused one is tried again or taken away; a newer one of the same thing replaces it', () => {
  const refused = refuseWaiting(queueOf(edit(one, 'a')), 'removed')
  expect(next(refused)).toBeNull()
  expect(wishes(discardChange(refused, idOf(0)))).toEqual([])
  expect(next(markKept(retryChange(refused, idOf(0)), idOf(0)))).toEqual(edit(one, 'a'))
  expect(wishes(addChange(refused, aChange(1, edit(one, 'b'))))).toEqual([edit(one, 'b')])
  // One that is refused at once takes nothing with it.
  const tooLarge = aChange(1, edit(one, 'too large'), { refusal: 'too-large' })
  expect(wishes(addChange(queueOf(edit(one, 'a')), tooLarge))).toHaveLength(2)
})

test('what was kept of a life before comes first, and gives way to what was said since', () => {
  const now = addChange([], aChange(5, edit(one, 'of now')))
  const kept = [aChange(1, edit(one, 'of then')), aChange(2, react(two, '👍', true))]
  expect(wishes(putFirst(now, kept))).toEqual([react(two, '👍', true), edit(one, 'of now')])
})

test('of what two tabs say of one thing the later one counts', () => {
  const mine = addChange([], aChange(5, edit(one, 'mine')))
  expect(wishes(merge(mine, [aChange(4, edit(one, 'theirs'))]))).toEqual([edit(one, 'mine')])
  expect(wishes(merge(mine, [aChange(6, edit(one, 'theirs'))]))).toEqual([edit(one, 'theirs')])
})

test('[D10] the queue is bounded', () => {
  const many = Array.from({ length: CHANGES_MAX }, (_, index) =>
    edit(anId<MessageId>(`message-${index}`), 'words'),
  )
  expect(isFull(queueOf(...many.slice(1)))).toBe(false)
  expect(isFull(queueOf(...many))).toBe(true)
})

const aWish = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    messageId: fc.constantFrom(one, two),
    body: fc.constantFrom('a', 'b', 'c'),
  }),
  fc.record({ kind: fc.constant('delete' as const), messageId: fc.constantFrom(two) }),
  fc.record({
    kind: fc.constant('react' as const),
    messageId: fc.constantFrom(one, two),
    emoji: fc.constantFrom('👍', '🎉'),
    isOn: fc.boolean(),
    wasOn: fc.boolean(),
  }),
)

test('whatever happens to the line, in the end everything is as was asked for last', () => {
  const happening = fc.oneof(
    { weight: 3, arbitrary: aWish },
    { weight: 6, arbitrary: fc.constantFrom('send', 'arrive', 'answer', 'cut', 'busy', 'later', 'overdue') },
  )
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 100 }), (story) => {
      let queue: ChangeQueue = []
      let now = NOW
      let asked = 0
      let flight: { changeId: ChangeId; wish: ChangeWish; hasArrived: boolean } | null = null
      const apply = (state: Map<string, unknown>, wish: ChangeWish) => {
        if (state.has(`deleted ${wish.messageId}`)) return
        if (wish.kind === 'edit') state.set(`body ${wish.messageId}`, wish.body)
        if (wish.kind === 'react') state.set(`${wish.emoji} ${wish.messageId}`, wish.isOn)
        if (wish.kind !== 'delete') return
        for (const key of [...state.keys()]) if (key.endsWith(wish.messageId)) state.delete(key)
        state.set(`deleted ${wish.messageId}`, true)
      }
      const [server, wanted] = [new Map<string, unknown>(), new Map<string, unknown>()]
      const run = (event: ChangeWish | string) => {
        if (typeof event === 'object') {
          apply(wanted, event)
          queue = addChange(queue, aChange(asked++, event))
        }
        if (event === 'send') {
          const change = nextToSend(queue, now, () => false)
          if (!change) return
          expect(flight).toBeNull()
          flight = { changeId: change.changeId, wish: change.wish, hasArrived: false }
          queue = markSent(queue, change.changeId, now)
        }
        if (event === 'arrive' && flight && !flight.hasArrived) {
          apply(server, flight.wish)
          flight.hasArrived = true
        }
        if (event === 'answer' && flight?.hasArrived) {
          queue = leaveOut(markDone(queue, flight.changeId, { version: 1, now }), ({ done }) => done !== null)
          flight = null
        }
        if (event === 'busy' && flight && !flight.hasArrived) {
          queue = refuseChange(queue, flight.changeId, { code: 'busy' }, { now, wallNow: WALL, chance: 0.9 })
          flight = null
        }
        if (event === 'cut' || (event === 'overdue' && isOverdue(queue, now))) {
          queue = loseFlight(queue)
          flight = null
        }
        if (event === 'later') now += 6_000
      }
      for (const event of story) run(event)
      // The faults end: everything gets through.
      run('cut')
      for (let rounds = 0; queue.length > 0 && rounds < 200; rounds++)
        for (const event of ['later', 'later', 'send', 'arrive', 'answer']) run(event)
      expect(queue).toEqual([])
      expect(new Map([...server].sort())).toEqual(new Map([...wanted].sort()))
    }),
    { numRuns: 1_000 },
  )
})
