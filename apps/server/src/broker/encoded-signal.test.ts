import type { Epoch, MemberId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { describe, expect, test } from 'vitest'
import { decodeNodeSignal, decodeRoomSignal, encodeSignal } from './encoded-signal.ts'
import { createSeal, nodesChannel, opened, roomChannel, roomOfChannel, sealed } from './envelope.ts'
import type { Doorbell, NodeId } from './signals.ts'

const kitchen = anId<RoomId>('kitchen')
const ana = anId<NodeId>('ana')
const bo = anId<NodeId>('bo')
const seal = createSeal(new Uint8Array(32).fill(7))

const doorbell: Doorbell = {
  kind: 'doorbell',
  roomId: kitchen,
  epoch: anId<Epoch>('now'),
  after: 6,
  upTo: 7,
  encodedSpan: '{"body":"one\\ntwo"}',
}

describe('a signal as text', () => {
  test('brings a span as it goes to browsers, once, and no room', () => {
    const text = encodeSignal(doorbell)
    expect(text.split('\n')[1]).toBe(doorbell.encodedSpan)
    expect(text).not.toContain(kitchen)
    expect(decodeRoomSignal(kitchen, text)).toEqual(doorbell)
  })

  test('of a newer node may say more than is understood', () => {
    const text = encodeSignal(doorbell).replace('{', '{"urgent":{"very":true},')
    expect(decodeRoomSignal(kitchen, text)).toMatchObject(doorbell)
    expect(decodeRoomSignal(kitchen, '{"kind":"reaction","of":1}')).toBe('unknown')
    expect(decodeNodeSignal('{"kind":"toString"}')).toBe('unknown')
  })

  test.each([
    '',
    'null',
    '[]',
    '7',
    '{',
    '{"kind":7}',
    '{"kind":"doorbell"}',
    encodeSignal(doorbell).replace('7', '"7"'),
    encodeSignal(doorbell).replace('7', '-7'),
    encodeSignal(doorbell).replace('7', '7.5'),
    encodeSignal(doorbell).replace('\n', ' '),
    encodeSignal({
      kind: 'typing',
      roomId: kitchen,
      memberId: anId<MemberId>('ana'),
      encodedEvent: '',
    }).trim(),
    '{"kind":"presence","nodeId":"a","number":1,"isWhole":true,"count":1,"here":[null],"gone":[]}',
    '{"kind":"presence","nodeId":"a","number":1,"isWhole":true,"count":1,"here":{},"gone":[]}',
  ])('that is not as its kind should be is none: %s', (text) => {
    expect(decodeRoomSignal(kitchen, text)).toBe('malformed')
  })

  test('said to nodes is not one of a room', () => {
    expect(decodeNodeSignal(encodeSignal(doorbell))).toBe('malformed')
    expect(decodeNodeSignal('{"kind":"typing","memberId":"a"}')).toBe('unknown')
    expect(decodeRoomSignal(kitchen, '{"kind":"revoked","tokenHash":"a"}')).toBe('unknown')
  })
})

describe('an envelope', () => {
  const channel = roomChannel(seal, kitchen)
  const message = sealed(seal, channel, ana, 1_700_000_000_000, 'words of Ana’s 👩‍🚀')

  test('brings words, their sender and their time', () => {
    expect(opened(seal, channel, bo, message)).toEqual({
      sender: ana,
      at: 1_700_000_000_000,
      words: 'words of Ana’s 👩‍🚀',
    })
    expect(opened(seal, channel, ana, message)).toEqual({ failed: 'own' })
    expect(roomOfChannel(seal, channel)).toBe(kitchen)
    expect(roomOfChannel(seal, nodesChannel(seal))).toBeNull()
  })

  test('[A33] with any one character changed, or cut short anywhere, is not believed', () => {
    for (let i = 0; i < message.length; i++) {
      const other = message[i] === 'A' ? 'B' : 'A'
      const changed = message.slice(0, i) + other + message.slice(i + 1)
      // The last character of the MAC has two bits that mean nothing.
      if (i !== 65)
        expect([i, opened(seal, channel, bo, changed)]).toEqual([i, { failed: expect.any(String) }])
      expect([i, opened(seal, channel, bo, message.slice(0, i))]).toEqual([i, { failed: expect.any(String) }])
    }
  })

  test('is for one channel of one Confab', () => {
    const other = createSeal(new Uint8Array(32).fill(8))
    expect(opened(seal, nodesChannel(seal), bo, message)).toEqual({ failed: 'forged' })
    expect(opened(other, channel, bo, message)).toEqual({ failed: 'forged' })
    expect(other.channels).not.toBe(seal.channels)
  })
})
