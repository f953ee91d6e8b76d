import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { CallLine, type CallWord } from './call-line.ts'

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

/** Tabs of one browser; what one says, the others hear at once. */
function tabs(...looksAt: (RoomId | null)[]) {
  const listeners: ((word: CallWord) => void)[] = []
  return looksAt.map((looked, index) => {
    const say = (word: CallWord) => {
      for (const [other, listener] of listeners.entries()) if (other !== index) listener(word)
    }
    const hear = (listener: (word: CallWord) => void) => {
      listeners[index] = listener
    }
    return new CallLine({ say, hear }, `tab-${index}`, (roomId) => roomId === looked)
  })
}

test('of several tabs one calls, whichever heard of it first', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
  ]) {
    const lines = tabs(null, null, null)
    for (const index of order) lines[index]?.claim(kitchen)
    expect(lines.map((line) => line.settle(kitchen, 7))).toEqual([true, false, false])
  }
})

test('a tab that comes late does not call a second time, but does for what came since', () => {
  const [first, second] = tabs(null, null)
  first?.claim(kitchen)
  expect(first?.settle(kitchen, 7)).toBe(true)
  second?.claim(kitchen)
  expect(second?.settle(kitchen, 7)).toBe(false)
  second?.claim(kitchen)
  expect(second?.settle(kitchen, 8)).toBe(true)
})

test('nobody is called to a room that another tab shows them', () => {
  const [hidden] = tabs(null, kitchen)
  hidden?.claim(kitchen)
  expect(hidden?.settle(kitchen, 7)).toBe(false)
  hidden?.claim(harbour)
  expect(hidden?.settle(harbour, 3)).toBe(true)
})
