import type { Timeline } from '@confab/client'
import { type Epoch, type MemberId, type MessageId, mentionToken } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { isAway, newsOf } from './away.ts'

const [ana, bo, chidi] = [anId<MemberId>('ana'), anId<MemberId>('bo'), anId<MemberId>('chidi')]
const others = (memberId: MemberId) => memberId !== ana
const pinned = anId<MessageId>('pinned')

const timeline: Timeline = {
  epoch: anId<Epoch>('epoch'),
  cursor: 7,
  records: [
    aMessage({ sequence: 2, authorId: bo, authorName: 'Bo', postedAt: 2_000 }),
    aMessage({ sequence: 3, authorId: chidi, authorName: 'Chidi', postedAt: 3_000 }),
    aMessage({ sequence: 4, authorId: ana, authorName: 'Ana' }),
    aMessage({ sequence: 5, authorId: bo, authorName: 'Bo', messageId: pinned }),
    aMessage({ sequence: 6, authorId: bo, authorName: 'Bo', body: `Ask ${mentionToken(ana)}` }),
    aMessage({ sequence: 7, authorId: chidi, body: '', deletedAt: 8_000 }),
  ],
  from: 1,
  to: 7,
  hasOlder: true,
  hasNewer: false,
  newerCount: 0,
  pending: [],
}

test('what others wrote since is summed up: own and deleted messages are no news', () => {
  expect(newsOf(timeline, 2, ana, [pinned], others)).toEqual({
    count: 3,
    mentionCount: 1,
    pinnedCount: 1,
    authors: ['Bo', 'Chidi'],
    since: 3_000,
    isCutBefore: false,
    isCutAfter: false,
  })
})

test('what lies outside the window is said to be missing', () => {
  const cut = { ...timeline, from: 4, hasNewer: true }
  expect(newsOf(cut, 2, ana, [], others)).toMatchObject({ isCutBefore: true, isCutAfter: true })
})

test('a summary is for who was away for long and missed something', () => {
  const hour = 3_600_000
  expect(isAway(0, 5, hour)).toBe(true)
  expect(isAway(0, 4, hour)).toBe(false)
  expect(isAway(1, 50, hour)).toBe(false)
  expect(isAway(null, 50, hour)).toBe(false)
})
