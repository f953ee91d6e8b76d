import { expect, test } from 'vitest'
import { decodePushNote } from './decode-push-note.ts'
import { aPushNote } from './testing/index.ts'

test('a note is read, with whatever a newer server says besides', () => {
  const note = aPushNote()
  expect(decodePushNote(JSON.stringify(note))).toEqual(note)
  expect(decodePushNote(JSON.stringify({ ...note, mood: 'good' }))).toMatchObject(note)
})

test.each([
  ['nothing', ''],
  ['no JSON', '{'],
  ['no object', '[]'],
  ['a note without its room', JSON.stringify({ ...aPushNote(), roomId: undefined })],
  ['a kind nobody knows', JSON.stringify({ ...aPushNote(), kind: 'moon' })],
  ['a place that is none', JSON.stringify(aPushNote({ sequence: -1 }))],
  ['nothing unread', JSON.stringify(aPushNote({ unread: 0 }))],
])('%s is no note', (_, text) => {
  expect(decodePushNote(text)).toBeNull()
})
