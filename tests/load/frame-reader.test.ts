import { expect, test } from 'vitest'
import { FrameReader, stampedText } from './frame-reader.ts'

const frameOf = (...texts: string[]) =>
  Buffer.from(JSON.stringify(texts.map((body) => ({ kind: 'message', messageId: 'one', body }))))

test('every message of a frame is counted, with who posted it and when', () => {
  const reader = new FrameReader('"messageId":"')
  const frame = frameOf(stampedText(3, 12.5), stampedText(41, 1_000.25))
  expect(reader.read(frame)).toMatchObject({
    messages: 2,
    stamps: [
      { member: 3, postedAt: 12.5 },
      { member: 41, postedAt: 1_000.25 },
    ],
  })
})

test('a frame that comes again is the same reading; one that only looks like it is not', () => {
  const reader = new FrameReader('"messageId":"')
  const first = reader.read(frameOf(stampedText(1, 10)))
  expect(reader.read(frameOf(stampedText(1, 10)))).toBe(first)
  expect(reader.read(frameOf(stampedText(2, 10))).stamps).toEqual([{ member: 2, postedAt: 10 }])
})

test('what was read does not change when its buffer is used again', () => {
  const reader = new FrameReader('"messageId":"')
  const shared = frameOf(stampedText(1, 10))
  reader.read(shared)
  frameOf(stampedText(2, 10)).copy(shared)
  expect(reader.read(shared).stamps).toEqual([{ member: 2, postedAt: 10 }])
})

test('notices are found, whatever stands beside them', () => {
  const reader = new FrameReader('"messageId":"', ['"heartbeat"', '"post-refusal"'])
  const frame = Buffer.from('[{"type":"span","messageId":"one"},{"type":"heartbeat","heads":[]}]')
  expect(reader.read(frame)).toMatchObject({ messages: 1, notices: ['"heartbeat"'] })
})
