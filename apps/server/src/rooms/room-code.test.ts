import { formatRoomCode, parseRoomCode, ROOM_CODE_ALPHABET } from '@confab/protocol'
import { expect, test } from 'vitest'
import { createRoomCode } from './room-code.ts'

test('a code is one that is read back from the way it is shown', () => {
  for (let i = 0; i < 100; i++) {
    const code = createRoomCode()
    expect(parseRoomCode(formatRoomCode(code))).toBe(code)
  }
})

test('every letter of the alphabet is equally likely', () => {
  const counts = new Map<string, number>()
  let next = 0
  const everyByte = (bytes: Uint8Array) => bytes.map(() => next++ % 256)
  for (let i = 0; i < 256; i++)
    for (const letter of createRoomCode(everyByte)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  expect([...counts.keys()].sort().join('')).toBe(ROOM_CODE_ALPHABET)
  expect(new Set(counts.values()).size).toBe(1)
})
