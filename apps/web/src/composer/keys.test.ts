import { expect, test } from 'vitest'
import { boxKeyAction, isMeantForBox } from './keys.ts'
import { closingFor, isInFence } from './wraps.ts'

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
  ['AltGr is no modifier that posts', aKey('Enter', { altKey: true, ctrlKey: true }), true, null],
  ['a letter is written', aKey('a'), true, null],
])('%s', (_case, key, entersPost, action) => {
  expect(boxKeyAction(key, { entersPost, isEmpty: false })).toBe(action)
})

test('in an empty box, Up goes to what one said last', () => {
  const box = { entersPost: true, isEmpty: true }
  expect(boxKeyAction(aKey('ArrowUp'), box)).toBe('edit-last')
  expect(boxKeyAction(aKey('ArrowUp', { altKey: true }), box)).toBe('recall')
  expect(boxKeyAction(aKey('ArrowUp', { isComposing: true }), box)).toBeNull()
})

test.each([
  ['*', aKey('*'), '*'],
  ['(', aKey('('), ')'],
  ['~ by AltGr', aKey('~', { ctrlKey: true, altKey: true }), '~'],
  ['Ctrl+*', aKey('*', { ctrlKey: true }), null],
  ['a composed `', aKey('`', { isComposing: true }), null],
  ['a letter', aKey('a'), null],
])('%s on a selection', (_case, key, closing) => {
  expect(closingFor(key)).toBe(closing)
})

test.each([
  ['open', '```ts\nlet a', true],
  ['closed', '```\na\n```\n', false],
  ['opened anew', '```\na\n```\n```', true],
  ['in the middle of a line', 'a ```', false],
])('a block of code that is %s', (_case, text, isOpen) => {
  expect(isInFence(text, text.length)).toBe(isOpen)
})

test('only what stands before the caret counts', () => {
  expect(isInFence('one\n```\ntwo', 3)).toBe(false)
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
