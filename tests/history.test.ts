import type { MemberId, MemberRecord, MessageId, MessageRecord } from '@confab/protocol'
import { expect, test } from 'vitest'
import { emptyHistory, type History, judge, type PersonHistory } from './history.ts'

const anaId = 'ana' as MemberId
const boId = 'bo' as MemberId
const id = (text: string) => text as MessageId

const member: MemberRecord = {
  kind: 'member',
  memberId: anaId,
  sequence: 1,
  version: 1,
  name: 'Ana',
  role: 'owner',
  joinedAt: 1,
}

const message = (text: string, sequence: number): MessageRecord => ({
  kind: 'message',
  messageId: id(text),
  sequence,
  version: sequence,
  authorId: anaId,
  authorName: 'Ana',
  postedAt: sequence,
  body: text,
})

/** Ana posts "one" and "two", Bo reads, and everything went as promised. */
function aGoodHistory() {
  const stored = [member, message('one', 2), message('two', 3)]
  const told = [
    { messageId: id('one'), sequence: 2 },
    { messageId: id('two'), sequence: 3 },
  ]
  const ana: PersonHistory = {
    ...emptyHistory('Ana'),
    posted: ['one', 'two'].map((body) => ({ messageId: id(body), body })),
    acked: new Set([id('one'), id('two')]),
    told,
    seen: stored.map((record) => ({ ...record })),
  }
  const bo: PersonHistory = { ...emptyHistory('Bo'), told: [...told], seen: stored }
  const history: Omit<History, 'stored'> & { stored: typeof stored } = { people: [ana, bo], stored, head: 3 }
  return { ana, bo, history }
}

const rulesOf = (history: History) => [...new Set(judge(history).map(({ rule }) => rule))]

test('a history in which all went as promised has no breach', () => {
  expect(judge(aGoodHistory().history)).toEqual([])
})

test.each<[string, string, (good: ReturnType<typeof aGoodHistory>) => void]>([
  ['an acked message that is not stored', 'D1', ({ history }) => history.stored.pop()],
  [
    'somebody told of a message that never was',
    'D1',
    ({ bo }) => bo.told.push({ messageId: id('x'), sequence: 9 }),
  ],
  [
    'somebody told of a message at another place',
    'D1',
    ({ bo }) => bo.told.push({ messageId: id('one'), sequence: 3 }),
  ],
  [
    'a number nothing is at',
    'D2',
    ({ history }) => {
      history.head = 4
    },
  ],
  ['two records at one place', 'D2', ({ history }) => history.stored.push(message('three', 3))],
  ['a change above the head', 'D2', ({ history }) => history.stored.push(message('three', 7))],
  ['a message stored twice', 'D3', ({ history }) => history.stored.push(message('one', 4))],
  ['a later post that overtook an earlier one', 'D3', ({ ana }) => ana.posted.reverse()],
  [
    'a post that is neither stored nor refused',
    'D7',
    ({ ana }) => ana.posted.push({ messageId: id('x'), body: 'x' }),
  ],
  ['a post that still waits', 'D7', ({ ana }) => ana.waiting.push(id('two'))],
  [
    'a reading that never was',
    'last-read',
    ({ bo, history }) => {
      bo.memberId = boId
      bo.lastRead = 3
      history.lastReads = new Map([[boId, 4]])
    },
  ],
  [
    'a reader who misses one',
    'D8',
    ({ bo }) => {
      bo.seen = bo.seen.slice(0, 2)
    },
  ],
  [
    'a reader who sees one twice',
    'D8',
    ({ bo }) => {
      bo.seen = [...bo.seen, ...bo.seen.slice(2)]
    },
  ],
  [
    'a reader who sees another order',
    'D8',
    ({ bo }) => {
      bo.seen = bo.seen.toReversed()
    },
  ],
  [
    'a reader who sees another body',
    'D8',
    ({ bo }) => {
      bo.seen = [member, message('one', 2), { ...message('two', 3), body: 'too' }]
    },
  ],
  [
    'somebody told of what came after their removal',
    'D9',
    ({ bo, history }) => {
      bo.memberId = boId
      history.absences = [{ memberId: boId, after: 2, before: null }]
    },
  ],
  [
    'a message of somebody who was removed, and is back since',
    'D9',
    ({ ana, history }) => {
      ana.memberId = anaId
      history.absences = [{ memberId: anaId, after: 2, before: 4 }]
    },
  ],
])('the checker notices %s', (_, rule, spoil) => {
  const good = aGoodHistory()
  spoil(good)
  expect(rulesOf(good.history)).toContain(rule)
})

test('whoever is back may know what was said while they were away, and who was not removed in time is still judged by it', () => {
  const { bo, history } = aGoodHistory()
  bo.memberId = boId
  history.absences = [{ memberId: boId, after: 1, before: 3 }]
  expect(judge(history)).toEqual([])
  bo.isRemoved = true
  bo.seen = []
  history.absences = [{ memberId: boId, after: 3, before: null }]
  expect(judge(history)).toEqual([])
})
