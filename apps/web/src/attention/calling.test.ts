import type { MemberId } from '@confab/protocol'
import { aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { FRESH_MS, kindOf, type Occasion, verdictOn } from './calling.ts'

const now = 1_700_000_000_000
const bosWords: Occasion = {
  kind: 'message',
  isOwn: false,
  isDeleted: false,
  isRead: false,
  ageMs: 200,
  isLookedAt: false,
  level: 'all',
  quietUntil: null,
  now,
}

test.each<[string, Partial<Occasion>, string]>([
  ['what somebody else just wrote', {}, 'call'],
  ['what one wrote oneself', { isOwn: true }, 'own'],
  ['what was deleted at once', { isDeleted: true }, 'deleted'],
  ['what was read on another device', { isRead: true }, 'read'],
  ['what is almost a minute old', { ageMs: FRESH_MS }, 'call'],
  ['history', { ageMs: FRESH_MS + 1 }, 'old'],
  ['what a clock ahead of ours says', { ageMs: -5_000 }, 'call'],
  ['what is being looked at', { isLookedAt: true }, 'looked-at'],
  ['a mention that is being looked at', { isLookedAt: true, kind: 'mention' }, 'looked-at'],
  ['a message where mentions are wanted', { level: 'mentions' }, 'level'],
  ['a mention where mentions are wanted', { level: 'mentions', kind: 'mention' }, 'call'],
  ['an answer where mentions are wanted', { level: 'mentions', kind: 'reply' }, 'call'],
  ['a mention where nothing is wanted', { level: 'none', kind: 'mention' }, 'level'],
  ['a message in quiet', { quietUntil: now + 1 }, 'quiet'],
  ['a mention in quiet', { quietUntil: now + 1, kind: 'mention' }, 'quiet'],
  ['a message after quiet', { quietUntil: now }, 'call'],
])('%s: %s → %s', (_case, change, verdict) => {
  expect(verdictOn({ ...bosWords, ...change })).toBe(verdict)
})

test('a message is a mention, an answer or neither, once it is known whom it answers', () => {
  const ana = anId<MemberId>('ana')
  const bo = anId<MemberId>('bo')
  const question = aMessage({ sequence: 7, authorId: ana, body: 'Soup?' })
  const answer = aMessage({ sequence: 7, authorId: bo, body: 'Yes', replyTo: question.messageId })
  expect(kindOf(aMessage({ sequence: 7, authorId: bo, body: `hi <@${ana}>` }), ana, undefined)).toBe(
    'mention',
  )
  expect(kindOf(aMessage({ sequence: 7, authorId: bo, body: 'hi' }), ana, undefined)).toBe('message')
  expect(kindOf(answer, ana, question)).toBe('reply')
  expect(kindOf(answer, bo, question)).toBe('message')
  expect(kindOf(answer, ana, null)).toBe('message')
  expect(kindOf(answer, ana, undefined)).toBeUndefined()
})
