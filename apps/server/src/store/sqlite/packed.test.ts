import { createId, type MemberId, type MessageId, type RoomCode, type RoomId } from '@confab/protocol'
import { expect, test } from 'vitest'
import type { Change, Outcome } from '../store.ts'
import { packChanges, packOutcomes, unpackChanges, unpackOutcomes } from './packed.ts'

const roomId = createId<RoomId>()
const post = (body: string): Extract<Change, { kind: 'post-message' }> => ({
  kind: 'post-message',
  roomId,
  messageId: createId<MessageId>(),
  authorId: createId<MemberId>(),
  body,
  at: 1_000,
})
const title: Change = { kind: 'change-room', roomId, memberId: createId<MemberId>(), title: 'Kitchen', at: 2 }

const messageOf = ({ messageId, authorId, body }: ReturnType<typeof post>, sequence: number) => ({
  kind: 'message' as const,
  messageId,
  sequence,
  version: sequence,
  authorId,
  authorName: 'Ana',
  postedAt: 1_001,
  body,
})

/** There and back, as JSON, which is how it crosses. */
const across = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

test('changes come out as they went in', () => {
  const changes = [post('one'), title, post('["two"]\n')]
  expect(unpackChanges(across(packChanges(changes)))).toEqual(changes)
})

test('outcomes come out as they went in, whatever became of a change', () => {
  const [one, two, three] = [post('one'), post('two'), post('three')]
  const changes = [one, title, two, three]
  const code = 'k7m4qp2x9d' as RoomCode
  const outcomes: Outcome[] = [
    { outcome: 'applied', records: [messageOf(one, 7)] },
    {
      outcome: 'applied',
      records: [{ kind: 'room', sequence: 1, version: 8, code, title: 'Kitchen', createdAt: 1 }],
    },
    { outcome: 'repeated', records: [messageOf(two, 3)] },
    { outcome: 'refused', code: 'forbidden' },
  ]
  expect(unpackOutcomes(changes, across(packOutcomes(changes, outcomes)))).toEqual(outcomes)
})

test('a post says neither its field names on the way nor its text on the way back', () => {
  const said = post('the tide is out')
  expect(JSON.stringify(packChanges([said]))).not.toContain('authorId')
  expect(JSON.stringify(packOutcomes([said], [{ outcome: 'applied', records: [messageOf(said, 7)] }]))).toBe(
    '[[7,1001,"Ana"]]',
  )
})
