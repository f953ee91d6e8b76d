import { expect, test } from 'vitest'
import { encodeCommand, encodeEvent, joinFrame } from './codec.ts'
import type { Hello } from './commands/hello.ts'
import type { Epoch, IdentityToken, MessageId, RoomId, TabId } from './ids.ts'
import * as limits from './limits.ts'
import { aMessage, anId } from './testing/index.ts'
import { cleanText } from './text.ts'

const bytesOf = (text: string) => Buffer.byteLength(text)

test('a hello with every room it may resume fits the first frame', () => {
  const resume = Array.from({ length: limits.ROOMS_PER_CONNECTION_MAX }, (_, index) => ({
    ref: 2 ** 31 - 1 - index,
    roomId: anId<RoomId>(`room-${index}`),
    cursor: { epoch: anId<Epoch>('epoch'), sequence: Number.MAX_SAFE_INTEGER },
  }))
  const hello: Hello = {
    type: 'hello',
    token: 'A'.repeat(43) as IdentityToken,
    tabId: anId<TabId>('tab'),
    // The longest name as a decent client writes it; 64 characters that all need escaping fit too.
    client: '\u0001'.repeat(64),
    resume,
  }
  expect(bytesOf(encodeCommand(hello))).toBeLessThan(limits.HELLO_BYTES_MAX)
})

test.each([
  ['Latin letters', 'a'],
  ['quotation marks, escaped', '"'],
  ['lines, escaped', '\n'],
  ['Chinese', '中'],
  ['emoji', '😀'],
  ['replacement characters', '\ufffd'],
])('the longest body fits a frame in %s', (_, character) => {
  const body = cleanText(character.repeat(limits.BODY_LENGTH_MAX / character.length))
  expect(body).toHaveLength(limits.BODY_LENGTH_MAX)
  const post = encodeCommand({
    type: 'post-message',
    roomId: anId<RoomId>('kitchen'),
    messageId: anId<MessageId>('m'),
    body,
  })
  expect(bytesOf(post)).toBeLessThan(limits.FRAME_BYTES_MAX)
})

test('the longest body fits a frame three times over in any script, and once with every character escaped', () => {
  expect(3 * limits.BODY_LENGTH_MAX * '中'.length).toBeLessThan(limits.FRAME_BYTES_MAX)
  expect(limits.BODY_LENGTH_MAX * '\\u0000'.length + 200).toBeLessThan(limits.FRAME_BYTES_MAX)
})

test('a span may always carry one record, however long', () => {
  const body = '中'.repeat(limits.BODY_LENGTH_MAX)
  const record = aMessage({ sequence: Number.MAX_SAFE_INTEGER, body })
  const span = {
    type: 'span' as const,
    roomId: anId<RoomId>('kitchen'),
    epoch: anId<Epoch>('e'),
    after: 0,
    upTo: 1,
  }
  expect(bytesOf(joinFrame([encodeEvent({ ...span, records: [record] })]))).toBeLessThan(
    limits.SPAN_BYTES_MAX,
  )
})

test('the times agree with one another', () => {
  // A heartbeat late by its answer time is not yet silence.
  expect(limits.HEARTBEAT_MS + limits.HEARTBEAT_ANSWER_MS).toBeLessThan(limits.SILENCE_MS)
  // One sign of typing may be lost before it is over.
  expect(limits.TYPING_REPEAT_MS).toBeLessThan(limits.TYPING_EXPIRES_MS)
  expect(limits.PROBE_ANSWER_MS).toBeLessThan(limits.ACK_TIMEOUT_MS)
})

test('the bounds agree with one another', () => {
  expect(limits.PAGE_RECORDS_MAX).toBeLessThan(limits.REPLAY_RECORDS_MAX)
  expect(limits.SPAN_BYTES_MAX).toBeLessThan(limits.REPLAY_BYTES_MAX)
  expect(limits.HELLO_BYTES_MAX).toBeLessThan(limits.FRAME_BYTES_MAX)
})
