import type { PushNote } from '@confab/protocol'
import { decodePushNote } from '@confab/protocol/push-note'
import { expect, test } from 'vitest'
import { readPushNote } from './push-note.ts'

const NOTE: PushNote = JSON.parse(
  JSON.stringify({
    roomId: 'a'.repeat(22),
    code: 'k7m4qp2x9d',
    title: 'Kitchen crew',
    kind: 'mention',
    memberName: 'Bo',
    excerpt: 'Soup tonight?',
    fileCount: 2,
    sequence: 7,
    messageId: 'b'.repeat(22),
    at: 1_700_000_000_000,
    unread: 3,
    language: 'en',
  }),
)

test('a note is read', () => {
  expect(readPushNote(JSON.stringify(NOTE))).toEqual(NOTE)
})

/** What a field may be put to. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  'x',
  'K7M4QP2X9D',
  'k7m4qp2x9i',
  'message',
  'reply',
  'x'.repeat(22),
  'x'.repeat(560),
  'x'.repeat(561),
  `${'x'.repeat(22)}\n`,
  `k7m4qp2x9d\n`,
  0,
  1,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER,
  2 ** 60,
  true,
  [],
  {},
]
const changed = Object.keys(NOTE).flatMap((field) => VALUES.map((value) => ({ ...NOTE, [field]: value })))

test('the worker reads as the protocol does, whatever is in any of the fields', () => {
  const texts = [
    ...changed.map((value) => JSON.stringify(value)),
    ...[
      '',
      '{',
      'null',
      '[]',
      '{}',
      '7',
      '"x"',
      JSON.stringify([NOTE]),
      JSON.stringify({ ...NOTE, more: 1 }),
    ],
  ]
  const apart = texts.filter((text) => (readPushNote(text) === null) !== (decodePushNote(text) === null))
  expect(apart).toEqual([])
  const { fileCount: _, ...noFiles } = NOTE
  expect(readPushNote(JSON.stringify(noFiles))).not.toBeNull()
})
