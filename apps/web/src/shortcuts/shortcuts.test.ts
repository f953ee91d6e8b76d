import { expect, test } from 'vitest'
import { roomKeyOf, shortcuts } from './shortcuts.ts'

const NONE = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test('a question mark asks for the keys, where it is not being written', () => {
  expect(roomKeyOf({ ...NONE, key: '?', shiftKey: true }, false)).toBe('showKeys')
  expect(roomKeyOf({ ...NONE, key: '?', shiftKey: true }, true)).toBeNull()
})

test('where one writes, Ctrl and the slash ask, however a keyboard writes a slash', () => {
  for (const shiftKey of [false, true])
    expect(roomKeyOf({ ...NONE, key: '/', ctrlKey: true, shiftKey }, true)).toBe('showKeys')
  expect(roomKeyOf({ ...NONE, key: '/', metaKey: true }, false)).toBe('showKeys')
  expect(roomKeyOf({ ...NONE, key: '/' }, false)).toBeNull()
})

test('Ctrl or ⌘ and K search, with nothing else held, and with the capital lock on', () => {
  for (const held of ['ctrlKey', 'metaKey'])
    for (const key of ['k', 'K']) expect(roomKeyOf({ ...NONE, key, [held]: true }, true)).toBe('search')
  expect(roomKeyOf({ ...NONE, key: 'k', ctrlKey: true, shiftKey: true }, false)).toBeNull()
  expect(roomKeyOf({ ...NONE, key: 'k' }, false)).toBeNull()
})

test('what Enter does is listed as it is in this browser', () => {
  const chordsOf = (does: string, entersPost: boolean) =>
    shortcuts({ entersPost }).writing.find((line) => line.does === does)?.chords
  expect(chordsOf('newLine', true)).toEqual([['Shift', 'Enter']])
  expect(chordsOf('newLine', false)).toEqual([['Enter']])
  expect(chordsOf('send', false)).toEqual([['Mod', 'Enter']])
})
