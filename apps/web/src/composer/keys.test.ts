import { expect, test } from 'vitest'
import { boxKeyAction, isMeantForBox } from './keys.ts'

function aKey(key: string, fields: Partial<Parameters<typeof boxKeyAction>[0]> = {}) {
  return {
    key,
    keyCode: 0,
    isComposing: false,
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    ...fields,
  }
}

test.each([
  ['Enter posts', aKey('Enter'), true, 'post'],
  ['Shift+Enter is a new line', aKey('Enter', { shiftKey: true }), true, null],
  ['Enter that ends a composition writes', aKey('Enter', { isComposing: true }), true, null],
  ['the same as Safari tells it', aKey('Enter', { keyCode: 229 }), true, null],
  ['on touch, Enter is a new line', aKey('Enter'), false, null],
  ['on touch with a keyboard, Ctrl+Enter posts', aKey('Enter', { ctrlKey: true }), false, 'post'],
  ['PageUp goes to the list', aKey('PageUp'), true, 'page-up'],
  ['PageDown goes to the list', aKey('PageDown'), true, 'page-down'],
  ['Shift+PageUp selects text', aKey('PageUp', { shiftKey: true }), true, null],
  ['Alt+Up brings back what was sent', aKey('ArrowUp', { altKey: true }), true, 'recall'],
  ['Up moves in the text', aKey('ArrowUp'), true, null],
  ['a letter is written', aKey('a'), true, null],
])('%s', (_case, key, entersPost, action) => {
  expect(boxKeyAction(key, entersPost)).toBe(action)
})

test.each([
  ['a letter anywhere', aKey('a'), 'other', true],
  ['a letter on a button', aKey('a'), 'presses', true],
  ['Space on a button presses it', aKey(' '), 'presses', false],
  ['Space elsewhere', aKey(' '), 'other', true],
  ['a letter in another field', aKey('a'), 'writes', false],
  ['Ctrl+C', aKey('c', { ctrlKey: true }), 'other', false],
  ['an arrow', aKey('ArrowUp'), 'other', false],
  ['an emoji of two units', aKey('🙂'), 'other', true],
  ['Tab', aKey('Tab'), 'other', false],
] as const)('%s', (_case, key, where, expected) => {
  expect(isMeantForBox(key, where)).toBe(expected)
})
